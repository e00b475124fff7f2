import { expect, it } from 'vitest'
import { startSandbox } from '..'
import { giveBackSigningKeys, takeSigningKeys } from './signingKeys'

it('no two running tenants sign with the same key, and a later one takes the keys of one that was closed', () => {
  const first = takeSigningKeys(2, 'ES256')
  const second = takeSigningKeys(1, 'ES256')
  const names = new Set([...first, ...second].map(({ kid }) => kid))
  expect(names.size).toBe(3)
  giveBackSigningKeys(first, 'ES256')
  expect(takeSigningKeys(2, 'ES256')).toEqual(first)
  const [another] = takeSigningKeys(1, 'ES256')
  expect(names).not.toContain(another?.kid)
})

it('a tenant that is closed twice gives its keys back once', async () => {
  const tenant = await startSandbox({ idTokenAlg: 'ES256' })
  await tenant.close()
  await tenant.close()
  const names = takeSigningKeys(3, 'ES256').map(({ kid }) => kid)
  expect(new Set(names).size).toBe(3)
})

it('a key serves its own algorithm only', () => {
  const keys = takeSigningKeys(1, 'ES384')
  giveBackSigningKeys(keys, 'ES384')
  expect(takeSigningKeys(1, 'ES512')).not.toEqual(keys)
  expect(takeSigningKeys(1, 'ES384')).toEqual(keys)
})
