import { writeFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../ground/temporaryFolder.testing'
import { emptyMarker, expectedBy, leftToOriginal, type Marker, marker, markerIn, willAskKeychain } from './marker'

const tenant = { host: 'https://id.example.com', appId: 'app-1', issuer: 'https://id.example.com/oidc' }
const stored: Marker = { ...emptyMarker(tenant), state: 'stored' }

it.each<[string, string | undefined, boolean]>([
  ['nothing was ever stored', undefined, false],
  ['the person signed out', JSON.stringify(emptyMarker(tenant)), false],
  ['a session is stored', JSON.stringify(stored), true],
  ['a session may have been stored', JSON.stringify({ ...stored, state: 'storing' }), true],
  ['the folder is a copy', JSON.stringify({ ...stored, state: 'copied' }), false],
  ['a sign-out was cut off', JSON.stringify({ ...stored, state: 'toBeCleared' }), true],
  [
    'the marker is of another tenant',
    JSON.stringify({ ...emptyMarker(tenant), issuer: 'https://other.example/oidc' }),
    true
  ],
  ['the marker is damaged', '{', true]
])('a start where %s: the keychain is asked or not', async (_, content, asks) => {
  const folder = await temporaryFolder()
  if (content !== undefined) await writeFile(markerIn(folder), content)
  expect(willAskKeychain(folder, tenant)).toBe(asks)
})

it.each([
  [{ state: 'absent' } as const, undefined],
  [{ state: 'unreadable' } as const, 'remainder'],
  [{ state: 'present', value: stored } as const, 'session'],
  [{ state: 'present', value: { ...stored, issuer: 'https://other.example/oidc' } } as const, 'remainder'],
  [{ state: 'present', value: { ...stored, state: 'storing' } } as const, 'remainder'],
  [{ state: 'present', value: { ...stored, state: 'toBeCleared' } } as const, 'remainder'],
  [{ state: 'present', value: { ...stored, state: 'signedOut' } } as const, 'nothing'],
  [{ state: 'present', value: { ...stored, state: 'copied' } } as const, 'nothing']
])('tells by the marker what the keychain should hold: %j', (read, expected) => {
  expect(expectedBy(read, tenant)).toBe(expected)
})

it('begins with nobody, and a copy keeps nothing of the original but its tenant', () => {
  const nobody = { v: 1, gen: 0, issuer: tenant.issuer, subHash: '', refreshPending: null }
  expect(emptyMarker(tenant)).toEqual({ ...nobody, state: 'signedOut' })
  expect(leftToOriginal({ ...stored, gen: 7, subHash: 'x', vouched: true })).toEqual({ ...nobody, state: 'copied' })
})

it.each([
  [{ refreshPending: { gen: 1, at: 5 } }, true],
  [{ refreshPending: { gen: 1, at: 5, answered: true, refused: 2 }, vouched: false }, true],
  [{ refreshPending: { gen: 1, at: 5, refused: -1 } }, false],
  [{ refreshPending: { gen: 1 } }, false],
  [{ refreshPending: undefined }, false],
  [{ state: 'storing' }, true],
  [{ state: 'toBeCleared' }, true],
  [{ gen: -1 }, false],
  [{ v: 2 }, false],
  [{ state: 'unknown' }, false]
])('reads a marker with what it may say of a refresh, and no other: %j', (change, valid) => {
  const content: unknown = { ...stored, ...change }
  expect(marker.safeParse(content)).toMatchObject(valid ? { success: true, data: content } : { success: false })
})
