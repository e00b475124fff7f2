import { chmod, chown, mkdir, readdir, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '../support/packaged'

const asRoot = process.getuid?.() === 0
const user = asRoot ? 65_534 : (process.getuid?.() ?? 0)
/** Returns a command that runs the command after it with a read-only disk at `place`. */
const readOnlyDisk = (place: string): string[] => [
  'unshare',
  ...(asRoot ? [] : ['--user', '--map-current-user', '--keep-caps']),
  '--mount',
  'sh',
  '-c',
  `mount -t tmpfs -o ro,uid=${user},mode=0700 none '${place}' && exec "$@"`,
  'sh'
]

test('a folder in which the app cannot work ends the start with one sentence and an exit code', async ({
  packaged
}) => {
  test.setTimeout(240_000)
  const at = (name: string): string => join(packaged.home, name)
  await writeFile(at('file'), '')
  await symlink(at('nowhere'), at('link'))
  for (const name of ['sealed', 'disk', 'theirs']) await mkdir(at(name))
  await chown(at('sealed'), user, user)
  await chmod(at('sealed'), 0o500)
  const theirs = asRoot ? at('theirs') : '/usr'

  const refuse = async (profile: string, within: string[] = [], env: NodeJS.ProcessEnv = {}) => {
    const { said, ended } = packaged.start([], env, { profile, within })
    const code = await ended
    const lines = said().split('\n')
    return [code, lines.filter((line) => line.startsWith('Holdfast')), lines.filter((line) => /^\s+at /.test(line))]
  }
  const chinese = { LANGUAGE: 'zh_CN', LANG: 'zh_CN.UTF-8' }
  const refusals = [
    refuse(at('file')),
    refuse(at('link')),
    refuse(at('sealed')),
    refuse(at('disk'), readOnlyDisk(at('disk'))),
    refuse(theirs),
    refuse(at('file'), [], chinese)
  ]
  const because = (reason: string, what: string): unknown => [
    73,
    [`Holdfast ${reason}. ${what}, or name another folder with --profile.`],
    []
  ]
  const room = 'Make room on the disk or change the folder’s permissions'
  expect(await Promise.all(refusals)).toEqual([
    because(`cannot start, because ${at('file')} is not a folder`, 'Move it away'),
    because(`cannot start, because ${at('link')} is not a folder`, 'Move it away'),
    because(`cannot start, because it cannot write to its folder ${at('sealed')}`, room),
    because(`cannot start, because it cannot write to its folder ${at('disk')}`, room),
    because(
      `does not start, because ${theirs} belongs to another user of this computer, who could read and change it`,
      'Make it yours again'
    ),
    [73, [`Holdfast 无法启动，因为 ${at('file')} 不是文件夹。请把它移走，或用 --profile 指定另一个文件夹。`], []]
  ])
  expect(await readdir(at('disk'))).toEqual([])
})

test('a folder that everybody may read is closed to them before anything else is done', async ({
  packaged,
  sandbox
}) => {
  const profile = join(packaged.home, 'profile')
  await mkdir(profile)
  await writeFile(join(profile, 'settings.json'), '{}')
  for (const path of [profile, join(profile, 'settings.json')]) {
    await chown(path, user, user)
    await chmod(path, 0o777)
  }
  packaged.start([`--host=${sandbox.host}`, `--app-id=${sandbox.appId}`])
  // The app prepares a sign-in when its window is on screen.
  await expect.poll(() => sandbox.requests.length, { timeout: 30_000 }).toBeGreaterThan(0)
  expect((await stat(profile)).mode & 0o777).toBe(0o700)
  expect((await stat(join(profile, 'settings.json.damaged'))).mode & 0o077).toBe(0)
})
