import { expect, it } from 'vitest'
import { keyUriForms } from '../../settings/options'
import { writeKeyUri } from './keyUri'

const key = { organisation: 'Fernhill Clinic', account: 'ada@fernhill.example', secret: 'JBSWY3DPEHPK3PXP' }
const settings = 'period=30&digits=6&algorithm=SHA1'

it('writes the key as the vendor does, and as others do', () => {
  const written = Object.fromEntries(keyUriForms.map((form) => [form, writeKeyUri(form, key)]))
  const usual = `otpauth://totp/Fernhill%20Clinic:ada%40fernhill.example?secret=JBSWY3DPEHPK3PXP&${settings}&issuer=Fernhill%20Clinic`
  expect(written).toEqual({
    usual,
    html: usual.replaceAll('&', '&amp;'),
    grouped: usual.replace('JBSWY3DPEHPK3PXP', 'jbsw%20y3dp%20ehpk%203pxp'),
    long: expect.stringMatching(/issuer=(?:Fernhill%20Clinic%20){15}$/) as unknown,
    address: usual.replaceAll('Fernhill%20Clinic', 'https%3A%2F%2Fid.fernhill.example'),
    bare: usual.replaceAll('Fernhill%20Clinic', 'H&M%20100%'),
    form: usual.replace(/Fernhill%20Clinic$/, 'Big+Corp').replace('Fernhill%20Clinic', 'Big%20Corp'),
    noAccount: usual.replace('ada%40fernhill.example', ''),
    unsupported: usual.replace('SHA1', 'MD5')
  })
})
