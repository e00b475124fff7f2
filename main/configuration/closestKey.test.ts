import { expect, it } from 'vitest'
import { closestKey } from './closestKey'
import { policyKeys } from './schema'

it.each([
  ['Host', 'host'],
  ['hots', undefined],
  ['hosts', 'host'],
  ['app-id', 'appId'],
  ['APP_ID', 'appId'],
  ['organization', 'organisation'],
  ['redirect-port', 'redirectPorts'],
  ['furtherTenant', 'furtherTenants'],
  ['tenant', undefined],
  ['', undefined],
  ['宿主', undefined]
])('%j was probably meant as %j', (written, meant) => {
  expect(closestKey(written, policyKeys)).toBe(meant)
})
