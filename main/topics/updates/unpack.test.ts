import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import * as disk from 'node:fs/promises'
import { mkdir, readdir, readFile, symlink, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeEach, expect, it } from 'vitest'
import { temporaryFolder } from '../../ground/temporaryFolder.testing'
import { archiveOf, releaseOf } from './tarball.testing'
import { unpack } from './unpack'

const run = promisify(execFile)
const tree = 'holdfast/versions/0.2.0'

let scratch: string
let archive: string
beforeEach(async () => {
  scratch = await temporaryFolder()
  archive = join(scratch, 'archive')
})

const into = (bytes: Buffer, from = tree) =>
  unpack(disk, releaseOf('0.2.0', bytes), archive, join(scratch, 'unpacked'), from)

it('refuses an archive that is exchanged while it is read', async () => {
  const [signed, other] = [await archiveOf(scratch, '0.2.0'), await archiveOf(scratch, '0.2.0', false)]
  await writeFile(archive, other)
  await expect(into(signed)).rejects.toMatchObject({ code: 'updateRefused' })
})

it.each([
  ['short', Buffer.from('no archive')],
  ['long', randomBytes(4_000_000)],
  ['cut off', undefined]
])('refuses a %s file that is no archive, and does not wait for more of it', async (_how, bytes) => {
  const signed = await archiveOf(scratch, '0.2.0')
  await writeFile(archive, bytes ?? signed.subarray(0, -20))
  await expect(into(signed)).rejects.toMatchObject({ code: 'updateRefused' })
})

it('says that nothing was written if the archive cannot be read any more', async () => {
  const signed = await archiveOf(scratch, '0.2.0')
  await expect(into(signed)).rejects.toMatchObject({ code: 'updateNotWritten' })
})

it('refuses an archive that holds no program', async () => {
  const bytes = await archiveOf(scratch, '0.2.0')
  await writeFile(archive, bytes)
  await expect(into(bytes, `${tree}/resources`)).rejects.toMatchObject({ code: 'updateRefused' })
})

it('writes nothing outside of its folder, not even from an archive that was signed', async () => {
  const [outside, content] = [join(scratch, 'outside'), join(scratch, 'content')]
  await mkdir(outside)
  await writeFile(join(outside, 'kept'), 'as before')
  await mkdir(join(content, tree), { recursive: true })
  await writeFile(join(content, tree, 'holdfast'), 'a program', { mode: 0o755 })
  await writeFile(join(content, 'evil'), 'evil')
  const tar = join(scratch, 'archive.tar')
  const add = (...args: string[]) => run('tar', ['--file', tar, '--directory', content, '--absolute-names', ...args])
  await add('--create', tree)
  for (const name of [`${tree}/../../../../outside/up`, join(outside, 'absolute'), `${tree}/way/through`]) {
    if (name.endsWith('through')) {
      await symlink(outside, join(content, tree, 'way'))
      await add('--append', `${tree}/way`)
      await unlink(join(content, tree, 'way'))
    }
    await add('--append', `--transform=s,^evil$,${name},`, 'evil')
  }
  await run('gzip', [tar])
  const bytes = await readFile(`${tar}.gz`)
  await writeFile(archive, bytes)
  await into(bytes).catch(() => undefined)
  expect(await readdir(outside)).toEqual(['kept'])
  expect(await readFile(join(outside, 'kept'), 'utf8')).toBe('as before')
})
