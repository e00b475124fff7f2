import { describe, expect, it } from 'vitest'
import { isSameContact } from './sameContact'

const phone = (phoneNumber: string, phoneCountryCode = '') =>
  ({ kind: 'phone', phoneNumber, phoneCountryCode }) as const

describe('what a factor leads to', () => {
  it.each([
    [{ kind: 'email', email: 'Ben@Fernhill.example' } as const, { email: 'ben@fernhill.example' }],
    [phone('7700900142', '+44'), { phone: '7700900142', phoneCountryCode: '+44' }],
    [phone('7700900142', '44'), { phone: '+44 7700 900142', phoneCountryCode: null }],
    [phone('+447700900142'), { phone: '7700900142', phoneCountryCode: '44' }],
    [phone('13800138000'), { phone: '13800138000', phoneCountryCode: '+86' }]
  ])('is the account’s own: %j, %j', (target, profile) => {
    expect(isSameContact(target, profile)).toBe(true)
  })

  it.each([
    [{ kind: 'email', email: 'ben@fernhill.example' } as const, { email: 'ben@harbour.example' }],
    [{ kind: 'email', email: 'ben@fernhill.example' } as const, { email: null }],
    [phone('7700900142', '+44'), { phone: '7700900142', phoneCountryCode: '+1' }],
    [phone('7700900142', '+44'), { phone: '7700900142' }],
    [phone('7700900142', '+44'), { phone: '' }],
    [{ kind: 'none' } as const, { email: 'ben@fernhill.example', phone: '7700900142' }]
  ])('is something else: %j, %j', (target, profile) => {
    expect(isSameContact(target, profile)).toBe(false)
  })
})
