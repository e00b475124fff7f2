import { expect, it } from 'vitest'
import { readStartOptions } from './startOptions.mjs'

it('uses the sandbox unless a tenant is named, and passes other arguments on', () => {
  expect(readStartOptions(['--tour', '--lang=zh-CN'])).toEqual({
    tour: true,
    tenant: undefined,
    others: ['--lang=zh-CN']
  })
})

it('takes host and app id for a real tenant', () => {
  expect(readStartOptions(['--app-id=1', '--lang=en', '--host=https://a.example'])).toEqual({
    tour: false,
    tenant: ['--app-id=1', '--host=https://a.example'],
    others: ['--lang=en']
  })
})

it('asks for the other half of a tenant', () => {
  expect(() => readStartOptions(['--host=https://a.example'])).toThrow('A real tenant needs both')
})
