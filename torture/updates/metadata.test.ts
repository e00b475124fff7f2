import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { look } from '../../main/topics/updates/updates.testing'
import { draftRoot } from '../../packaging/repository/drafts'
import type { Signer } from '../../packaging/repository/keys'
import {
  newSigner,
  newSigners,
  publish,
  rotate,
  signedByAll,
  type Signers
} from '../../packaging/repository/repository.testing'
import { signOnline } from '../../packaging/repository/online'
import { newestRoot, write } from '../../packaging/repository/updateFolder'
import { type Forgery, forge } from './forge'
import { openStage, type Stage, tryAll, versions } from './stage'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

async function serveForged(forgery: Forgery): Promise<void> {
  const folder = await stage.copy()
  await forge(folder, stage.signers, forgery)
  stage.server.serve(folder)
}

it('refuses what other keys signed, and what a key signed that is for something else', async () => {
  const stranger = newSigner()
  const { root, targets, online } = stage.signers
  const [oneOfRoot = stranger] = root
  const ways: Forgery[] = [
    { timestamp: { signer: stranger } },
    { timestamp: { signer: targets } },
    { timestamp: { signer: oneOfRoot } },
    { snapshot: { signer: stranger } },
    { snapshot: { signer: targets } },
    { targets: { signer: stranger } },
    { targets: { signer: online } },
    { targets: { signer: oneOfRoot } }
  ]
  await tryAll('updateKeys', [...ways, 'a whole repository' as const], async (way) => {
    if (way === 'a whole repository') {
      const folder = join(stage.scratch, `stranger-${Date.now()}`)
      const signers = newSigners()
      await rotate(folder, signers, [], stage.now)
      await publish(folder, signers, { version: '9.9.9', content: 'evil' }, stage.now)
      stage.server.serve(folder)
    } else {
      await serveForged(way)
    }
    await stage.expectRefused('updateRefused')
  })
})

it('refuses what has expired, each file of it', async () => {
  const expires = '2026-11-01T00:00:00Z'
  const ways: Forgery[] = [{ timestamp: { expires } }, { snapshot: { expires } }, { targets: { expires } }]
  await tryAll('updateExpired', ways, async (way) => {
    await serveForged(way)
    await stage.expectRefused('updateExpired')
  })
})

it('takes nothing that is older than what it has seen, not even from a thief of keys', async () => {
  const version = 1
  const ways: (Forgery | 'the repository of before' | 'the timestamp of before' | 'an older release')[] = [
    'the repository of before',
    'the timestamp of before',
    'an older release',
    { timestamp: { version } },
    { snapshot: { version } },
    { namedSnapshot: version },
    { namedTargets: version },
    { targets: { version } }
  ]
  await tryAll('updateRollback', ways, async (way) => {
    if (way === 'the repository of before') {
      stage.server.serve(stage.old)
    } else if (way === 'the timestamp of before') {
      const bytes = await readFile(join(stage.old, 'metadata/timestamp.json'))
      stage.server.interfere(({ url }, response) => url === '/metadata/timestamp.json' && Boolean(response.end(bytes)))
    } else if (way === 'an older release') {
      const folder = await stage.copy()
      await publish(folder, stage.signers, { version: versions.before, content: 'old and full of holes' }, stage.now)
      stage.server.serve(folder)
    } else {
      await serveForged(way)
    }
    await stage.expectRefused('updateRefused', { fresh: false })
  })
})

it('notices within three weeks that time stands still', async () => {
  const days = [22, 30, 90, 400]
  await tryAll('updateFrozen', days, async (day) => {
    const client = stage.client({ name: 'seen', now: () => stage.later(day - 2) })
    if (day === 22) expect(await look(client)).toMatchObject({ version: versions.newest })
    await stage.expectRefused('updateExpired', { now: stage.later(day) })
  })
})

it('lets a thief of the online key hold back releases until the publisher’s own signatures end', async () => {
  const folder = await stage.copy()
  stage.server.serve(folder)
  const lookAt = async (day: number) => {
    await signOnline(folder, stage.signers.online, stage.later(day))
    return look(stage.client({ name: 'held back', now: () => stage.later(day) }))
  }
  for (const day of [100, 370]) expect(await lookAt(day)).toMatchObject({ version: versions.newest })
  await expect(lookAt(380)).rejects.toMatchObject({ code: 'updateExpired' })
  stage.restore()
})

it('refuses files of two versions together', async () => {
  const names = ['timestamp.json', '2.snapshot.json', '2.targets.json']
  const of = (folder: string, name: string) => readFile(join(folder, 'metadata', name))
  await tryAll('updateMixed', names, async (name) => {
    // An older timestamp together with the newer files is an older repository. So the newer snapshot is served under the
    // name that the older timestamp asks for.
    const [asked, bytes] =
      name === 'timestamp.json'
        ? ['1.snapshot.json', await of(stage.folder, '2.snapshot.json')]
        : [name, await of(stage.old, name.replace('2', '1'))]
    if (name === 'timestamp.json') stage.server.serve(stage.old)
    stage.server.interfere(({ url }, response) => url === `/metadata/${asked}` && Boolean(response.end(bytes)))
    const fresh = stage.client({ name: `mixed-${Date.now()}` })
    await expect(look(fresh)).rejects.toMatchObject({ code: 'updateRefused' })
    stage.restore()
    expect(await look(fresh)).toMatchObject({ version: versions.newest })
  })
})

/** Adds a second root to a copy of the repository, signed only by the keys in `by`. */
async function serveRoot(signers: Signers, by: readonly Signer[]): Promise<void> {
  const folder = await stage.copy()
  const [root, targets, online] = [signers.root.map(({ key }) => key), signers.targets.key, signers.online.key]
  const before = (await newestRoot(folder))?.signed
  const draft = draftRoot(before, { root, threshold: 2, targets, online }, stage.now)
  await write(folder, '2.root.json', signedByAll(draft, by))
  stage.server.serve(folder)
}

it('follows a root that the old and the new keys signed, and no other', async () => {
  const thief = newSigners()
  const { root } = stage.signers
  const ways: [string, readonly Signer[]][] = [
    ['its own keys alone', thief.root],
    ['one of the old keys and its own', [...thief.root, ...root.slice(0, 1)]],
    ['the old keys and too few of its own', [...thief.root.slice(0, 1), ...root]],
    ['the keys for releases and for every day', [...thief.root, stage.signers.targets, stage.signers.online]],
    ['nobody', []]
  ]
  await tryAll('updateRoot', ways, async ([, by]) => {
    await serveRoot(thief, by)
    await stage.expectRefused('updateRefused')
  })
  await serveRoot(thief, [...thief.root.slice(0, 2), ...root.slice(0, 2)])
  const follower = stage.client({ name: 'follower' })
  await expect(look(follower), 'the new keys have signed no release yet').rejects.toMatchObject({
    code: 'updateRefused'
  })
  const folder = await stage.copy()
  await rotate(folder, thief, root, stage.now)
  await publish(folder, thief, { version: '1.3.0', content: 'by the new keys' }, stage.now)
  stage.server.serve(folder)
  expect(await look(follower)).toMatchObject({ version: '1.3.0' })
  stage.restore()
})
