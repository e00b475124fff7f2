import { Authority, startTls } from './authority'
import type {} from '../renderer/bridge'
import { expect, test } from './fixtures'

const table = [
  {
    what: 'of an authority that the system trusts',
    trusted: true,
    name: 'IP:127.0.0.1',
    days: 10,
    accepted: true,
    code: ''
  },
  {
    what: 'of an unknown authority',
    trusted: false,
    name: 'IP:127.0.0.1',
    days: 10,
    accepted: false,
    code: 'untrustedCertificate'
  },
  {
    what: 'for another host',
    trusted: true,
    name: 'DNS:other.example',
    days: 10,
    accepted: false,
    code: 'certificateForAnotherName'
  },
  {
    what: 'that has expired',
    trusted: true,
    name: 'IP:127.0.0.1',
    days: -1,
    accepted: false,
    code: 'certificateExpired'
  }
]

for (const { what, trusted, name, days, accepted, code } of table) {
  test(`a certificate ${what} is ${accepted ? 'honoured' : 'refused, with its issuer named'}`, async ({
    launch,
    keyring,
    sandbox,
    folder
  }) => {
    const authority = await Authority.create(folder, 'Hillside Works')
    if (trusted) await authority.trust(keyring.env['HOME'] ?? '')
    const { host, server } = await startTls(sandbox.host, await authority.issue(name, { days }))
    const { signIn, waiting, window: page } = await launch(`--host=${host}`)
    await signIn.start()
    if (accepted) await waiting.title.waitFor()
    else {
      await expect(signIn.alert).toBeVisible()
      expect(await page.evaluate(() => window.bridge.session.read())).toMatchObject({
        data: { phase: 'signedOut', failure: { code, issuer: 'Hillside Works' } }
      })
      // There is no way on but to try again.
      expect(await signIn.alert.getByRole('button').allInnerTexts()).not.toContain('Continue')
      expect(sandbox.requests).toHaveLength(0)
    }
    server.close()
  })
}
