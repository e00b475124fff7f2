import { execFileSync } from 'node:child_process'
import { appendFile, mkdir, open, readdir, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { isStill } from '../../main/topics/updates/download'
import type { Release } from '../../main/topics/updates/release'
import { look } from '../../main/topics/updates/updates.testing'
import { openStage, type Stage, tryAll } from './stage'

let stage: Stage
let release: Release
beforeAll(async () => {
  stage = await openStage()
  release = await look(stage.client({ name: 'seen' }))
})
afterAll(() => stage.close())

const noProgress = { signal: new AbortController().signal, onProgress: () => undefined }

it('notices right before the installation that a package was exchanged after its check', async () => {
  const ways: [string, (path: string) => Promise<void>][] = [
    ['another content', (path) => writeFile(path, 'x'.repeat(release.size))],
    ['more', (path) => appendFile(path, 'x')],
    ['less', (path) => truncate(path, release.size - 1)],
    ['nothing', (path) => truncate(path, 0)],
    [
      'a link to another file',
      async (path) => {
        await rename(path, `${path}.real`)
        await writeFile(`${path}.other`, 'x'.repeat(release.size))
        await symlink(`${path}.other`, path)
      }
    ]
  ]
  await tryAll('updateSwapped', ways, async ([name, exchange], index) => {
    const path = join(stage.scratch, `package-${index}`)
    await stage.client({ name: 'seen' }).download(release, path, noProgress)
    expect(await isStill(release, path), name).toBe(true)
    await exchange(path)
    expect(await isStill(release, path), name).toBe(false)
    await stage.client({ name: 'seen' }).download(release, path, noProgress)
    expect(await isStill(release, path), name).toBe(true)
  })
})

/** Runs `attempt` with a separate disk that is so small that a test can fill it. */
async function withSmallDisk(attempt: (disk: string) => Promise<void>): Promise<void> {
  const disk = join(stage.scratch, 'disk')
  await mkdir(disk)
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', disk])
  try {
    await attempt(disk)
  } finally {
    execFileSync('umount', [disk])
  }
}

const canMount = process.platform === 'linux' && process.getuid?.() === 0

it.runIf(canMount)('says that a full disk is full, and goes on once it is not', async () => {
  await stage.publish('1.3.0', { content: 'x'.repeat(100_000) })
  release = await look(stage.client({ name: 'seen' }))
  await withSmallDisk(async (disk) => {
    // tmpfs allocates pages of 4 kB.
    const ways = [0, 4_096, 16_384, 65_536]
    await tryAll('updateDiskFull', ways, async (room, index) => {
      const ballast = join(disk, 'ballast')
      const client = stage.client({ name: `disk/client-${index}` })
      const path = join(disk, 'package')
      const attempt = async (): Promise<void> => client.download(await look(client), path, noProgress)
      await fill(ballast, 262_144 - room)
      await expect(attempt()).rejects.toMatchObject({ code: 'updateNotWritten' })
      expect(await readdir(disk)).not.toContain('package')
      await rm(ballast)
      await attempt()
      expect(await isStill(release, path)).toBe(true)
      await rm(path)
      await rm(stage.keptBy(`disk/client-${index}`), { recursive: true })
    })
  })
})

/** Writes as much as fits, up to this size. */
async function fill(path: string, size: number): Promise<void> {
  const file = await open(path, 'w')
  try {
    for (let written = 0; written < size; written += 4_096) await file.write(Buffer.alloc(4_096))
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
  } finally {
    await file.close()
  }
}
