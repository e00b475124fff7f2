import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { impatience, look } from '../../main/topics/updates/updates.testing'
import type { Release } from '../../main/topics/updates/release'
import { record, triesOf } from '../attack'
import { openStage, type Stage, tryAll, versions } from './stage'

let stage: Stage
let release: Release
const metadata = ['/metadata/timestamp.json', '/metadata/2.snapshot.json', '/metadata/2.targets.json']
/** Every file that a first look and the following download request. */
let files: string[]
let clients = 0

beforeAll(async () => {
  stage = await openStage()
  release = await look(stage.client({ name: 'seen' }))
  files = [...metadata, `/targets/${release.target.sha256}.${release.target.name}`]
  await mkdir(join(stage.scratch, 'downloads'))
})
afterAll(() => stage.close())

const original = (path: string): Promise<Buffer> => readFile(join(stage.folder, path))

/** Looks for an update and downloads it, as a client that knows only its root. */
async function update(): Promise<{ release: Release; package: string }> {
  const client = stage.client({ name: `fresh-${++clients}`, deadlines: impatience })
  const found = await look(client)
  const path = join(stage.scratch, `downloads/${clients}`)
  await client.download(found, path, { signal: new AbortController().signal, onProgress: () => undefined })
  return { release: found, package: await readFile(path, 'utf8') }
}

/** Expects that the update fails with this code during the interference, and succeeds after it. */
async function expectHeld(code: string | RegExp): Promise<void> {
  await expect(update()).rejects.toMatchObject({ code: expect.stringMatching(code) as string })
  stage.restore()
  expect(await update()).toEqual({ release, package: `package ${versions.newest}` })
}

const change = fc.oneof(
  fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), to: fc.uint8Array({ minLength: 1, maxLength: 4 }) }),
  fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    to: fc.constantFrom('"', '}', '{', '9', '__proto__', '\0', '\u202e', ',"a":1').map((text) => Buffer.from(text))
  })
)

function changed(bytes: Buffer, { at, to }: { at: number; to: Uint8Array }, insert: boolean): Buffer {
  const start = Math.min(Math.floor(at * bytes.length), bytes.length - 1)
  return Buffer.concat([bytes.subarray(0, start), to, bytes.subarray(insert ? start : start + to.length)])
}

it('refuses bytes that were changed, or takes what means the very same', async () => {
  const tries = triesOf('updateTampered')
  let held = false
  try {
    await fc.assert(
      fc.asyncProperty(fc.nat(), change, fc.boolean(), async (choice, each, insert) => {
        const path = files[choice % files.length] ?? ''
        const bytes = changed(await original(path), each, insert)
        stage.server.interfere(({ url }, response) => url === path && Boolean(response.end(bytes)))
        const outcome = await update().catch((error: unknown) => error)
        if (outcome instanceof Error) expect(outcome).toMatchObject({ code: 'updateRefused' })
        else expect(outcome).toEqual({ release, package: `package ${versions.newest}` })
      }),
      { numRuns: tries }
    )
    stage.restore()
    expect(await update()).toEqual({ release, package: `package ${versions.newest}` })
    held = true
  } finally {
    record('updateTampered', tries, held)
  }
})

it('refuses truncated files, whether or not their full length was announced', async () => {
  const ways = files.flatMap((path) => [
    { path, told: true },
    { path, told: false }
  ])
  await tryAll('updateTruncated', ways, async ({ path, told }, index) => {
    const bytes = await original(path)
    const cut = bytes.subarray(0, (index * 7_919) % bytes.length)
    stage.server.interfere(({ url }, response) => {
      if (url !== path) return false
      if (!told) return Boolean(response.end(cut))
      response.writeHead(200, { 'content-length': bytes.length })
      response.write(cut, () => response.destroy())
      return true
    })
    await expectHeld(told ? 'updateUnreachable' : 'updateRefused')
  })
})

it('cuts off an answer without an end, long before it fills a disk', async () => {
  const ways = [...files, '/metadata/2.root.json', ...metadata]
  const piece = Buffer.alloc(64_000, 'x')
  await tryAll('updateEndless', ways, async (path, index) => {
    let sent = 0
    const ended = new Promise<void>((resolve) => {
      stage.server.interfere(({ url }, response) => {
        if (url !== path) return false
        const pour = (): void => {
          do sent += piece.length
          while (response.write(piece))
        }
        // One variant announces a length, the other does not.
        response.writeHead(200, index % 2 === 0 ? {} : { 'content-length': 1e12 })
        response.on('drain', pour).on('close', resolve)
        pour()
        return true
      })
    })
    await expectHeld('updateRefused')
    await ended
    expect(sent).toBeLessThan(20_000_000)
  })
})

it('does not wait for an answer that drips, or that never comes', async () => {
  const ways = files.map((path, index) => ({ path, drips: index % 2 === 0 }))
  await tryAll('updateSlow', ways, async ({ path, drips }) => {
    stage.server.interfere(({ url }, response) => {
      if (url !== path) return false
      if (!drips) return true
      const drop = setInterval(() => response.write(' '), 50)
      response.on('close', () => clearInterval(drop))
      return true
    })
    await expectHeld('updateUnreachable')
  })
})
