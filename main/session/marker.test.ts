import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { emptyMarker, type Marker, markerIn, willAskKeychain } from './marker'

const tenant = { host: 'https://id.example.com', appId: 'app-1', issuer: 'https://id.example.com/oidc' }
const stored: Marker = { ...emptyMarker(tenant), state: 'stored' }

it.each<[string, string | undefined, boolean]>([
  ['nothing was ever stored', undefined, false],
  ['the person signed out', JSON.stringify(emptyMarker(tenant)), false],
  ['a session is stored', JSON.stringify(stored), true],
  ['a sign-out was cut off', JSON.stringify({ ...stored, state: 'toBeCleared' }), true],
  [
    'the marker is of another tenant',
    JSON.stringify({ ...emptyMarker(tenant), issuer: 'https://other.example/oidc' }),
    true
  ],
  ['the marker is damaged', '{', true]
])('a start where %s: the keychain is asked or not', async (_, content, asks) => {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-'))
  if (content !== undefined) await writeFile(markerIn(folder), content)
  expect(willAskKeychain(folder, tenant)).toBe(asks)
  await rm(folder, { recursive: true })
})
