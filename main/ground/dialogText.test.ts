import { describe, expect, it } from 'vitest'
import { languages } from '../../contract/fields'
import { dialogText, systemDialog } from './dialogText'

describe.each(languages)('the dialog in %s', (language) => {
  it('names the thing to remove, and offers to keep it', () => {
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

it.each(languages)('every question in %s has words of its own, and a way to stay', (language) => {
  const asked = (['recoveryCode', 'session'] as const).map((what) => systemDialog(language, `closing.${what}`))
  for (const { message, detail, cancel, confirm } of asked)
    expect(new Set([message, detail, cancel, confirm, '']).size).toBe(5)
  expect(new Set(asked.map(({ message }) => message)).size).toBe(asked.length)
})
