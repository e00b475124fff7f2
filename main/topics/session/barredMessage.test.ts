import { expect, it } from 'vitest'
import { readTenant } from '../../ground/tenant'
import { barredMessage } from './barredMessage'

const read = readTenant('https://id.fernhill.example', 'app')
const tenant = read.ok ? read.tenant : undefined
const failure = { code: 'deviceSuspended', at: 0, requestId: 'r-1' } as const

it('tells an administrator which device is meant, and leaves out what is not known', () => {
  if (!tenant) throw new Error('no tenant')
  expect(barredMessage('en', { failure, tenant, sub: 'u-1', id: '7f3a' }).split('\n')).toEqual([
    'My computer is suspended in the list of devices. Can you lift that?',
    '',
    'Device id: 7f3a',
    'Account id: u-1',
    'Organisation: id.fernhill.example',
    'Answer: 1578, 1970-01-01T00:00:00.000Z',
    'Request id: r-1'
  ])
  const unknown = barredMessage('en', {
    failure: { code: 'deviceDeactivated', at: 0 },
    tenant,
    sub: undefined,
    id: undefined
  })
  expect(unknown).toContain('Answer: 1577')
  expect(unknown).not.toMatch(/Device id|Account id|Request id/)
})
