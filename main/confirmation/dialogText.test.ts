import { describe, expect, it } from 'vitest'
import { languages } from '../../contract/settings'
import { dialogText } from './dialogText'

describe.each(languages)('the dialog in %s', (language) => {
  it('names what is to go, and offers to keep it', () => {
    const { detail, cancel, confirm } = dialogText(language, {
      what: 'factor',
      factorType: 'SMS',
      target: '+44 ••••• 0142'
    })
    expect(detail).toMatch(/^\+44 ••••• 0142\n\n./)
    expect(new Set([cancel, confirm, '']).size).toBe(3)
  })

  it('asks something else for every kind', () => {
    const factors = ['OTP', 'SMS', 'EMAIL', 'FACE', 'VOICE', 'constructor'].map((factorType) =>
      dialogText(language, { what: 'factor', factorType })
    )
    const messages = [...factors, dialogText(language, { what: 'passkey' })].map(({ message }) => message)
    expect(new Set(messages).size).toBe(7)
    expect(messages[5]).toContain('constructor')
  })
})
