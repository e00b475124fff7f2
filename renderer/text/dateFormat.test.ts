import { expect, it, vi } from 'vitest'
import { dateFormat } from './dateFormat'

it('makes each format once, for each language and for each way to write a date', () => {
  const short = { timeStyle: 'short' } as const
  expect(dateFormat('en-GB', short)).toBe(dateFormat('en-GB', { timeStyle: 'short' }))
  expect(dateFormat('en-GB', short)).not.toBe(dateFormat('zh-CN', short))
  expect(dateFormat('en-GB', short)).not.toBe(dateFormat('en-GB', { timeStyle: 'medium' }))
})

it('makes a format again when this computer moves to another zone', () => {
  const before = dateFormat('en-GB', { timeStyle: 'short' })
  vi.spyOn(Date.prototype, 'getTimezoneOffset').mockReturnValue(-345)
  expect(dateFormat('en-GB', { timeStyle: 'short' })).not.toBe(before)
})
