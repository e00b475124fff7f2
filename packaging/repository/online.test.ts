import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import { temporaryFolder } from '../../main/ground/temporaryFolder.testing'
import { signed } from './metadata'
import { signOnline } from './online'
import { newSigner, newSigners, publish, rotate } from './repository.testing'
import { currentTimestamp, metadataOf, newestSnapshot, newestTargets, write } from './updateFolder'

const now = new Date('2026-11-28T12:00:00Z')
const most = Number.MAX_SAFE_INTEGER - 1
const signers = newSigners()
const stranger = newSigner()

let folder: string
beforeEach(async () => {
  folder = await temporaryFolder()
  await rotate(folder, signers, [], now)
  await publish(folder, signers, { version: '1.1.0', content: 'a package' }, now)
})

/** Writes a file into the store, signed with another key, as anybody with write access can. */
async function plant(role: 'targets' | 'snapshot' | 'timestamp', version: number): Promise<void> {
  const read = { targets: newestTargets, snapshot: newestSnapshot, timestamp: currentTimestamp }[role]
  const document = await read(folder)
  if (!document) throw new Error('nothing was published')
  document.signed.version = version
  const name = role === 'timestamp' ? 'timestamp.json' : `${version}.${role}.json`
  await write(folder, name, signed({ ...document, signatures: [] }, stranger))
}

const published = () => Promise.all([readdir(metadataOf(folder)), readFile(join(metadataOf(folder), 'timestamp.json'))])

it.each([
  ['targets', 2],
  ['snapshot', most],
  ['timestamp', most]
] as const)('signs nothing if somebody else has signed a file of %s', async (role, version) => {
  await plant(role, version)
  const before = await published()
  await expect(signOnline(folder, signers.online, now)).rejects.toThrow(
    new RegExp(`^${role} number ${version} is not signed by a key that root number 1`)
  )
  expect(await published()).toEqual(before)
})

it('continues from the versions that the previous key has signed', async () => {
  const next = { ...signers, online: newSigner() }
  await rotate(folder, next, signers.root, now)
  await signOnline(folder, next.online, now)
  expect(await currentTimestamp(folder)).toMatchObject({ signed: { version: 2 } })
  expect(await newestSnapshot(folder)).toMatchObject({ signed: { version: 2 } })
})
