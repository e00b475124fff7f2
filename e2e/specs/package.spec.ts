import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { flipFuses, FuseV1Options, FuseVersion } from '@electron/fuses'
import { listAsar } from '../../packaging/asar'
import { strayPaths } from '../../packaging/contents'
import { wrongFuses } from '../../packaging/fuses'
import { root } from '../fixtures'
import { expect, test } from '../support/packaged'

test('what ships has every fuse as it should be, and holds what the app runs and nothing else', async ({
  packaged: { tree }
}) => {
  expect(await wrongFuses(join(tree, 'holdfast'))).toEqual([])
  const paths = await listAsar(join(tree, 'resources/app.asar'))
  expect(paths).toContain('out/main/index.js')
  expect(strayPaths(paths)).toEqual([])
})

test('what ships starts for a person without rights, inside the sandbox, and ends when asked', async ({
  packaged,
  sandbox
}) => {
  const { pid, ended } = packaged.start([`--host=${sandbox.host}`, `--app-id=${sandbox.appId}`])
  // The app prepares a sign-in when its window is on screen.
  await expect.poll(() => sandbox.requests.length, { timeout: 30_000 }).toBeGreaterThan(0)
  process.kill(pid, 'SIGTERM')
  expect(await ended).toBe(0)
})

test('the window of what ships has the class that its desktop entry names, and the icon of the app', async ({
  packaged,
  sandbox
}) => {
  packaged.start([`--host=${sandbox.host}`, `--app-id=${sandbox.appId}`])
  const ask = (program: string, ...args: string[]): string => execFileSync(program, args, { encoding: 'utf8' })
  const window = (): string | undefined =>
    /(0x[0-9a-f]+) "Holdfast": \("holdfast" "Holdfast"\)/.exec(ask('xwininfo', '-root', '-tree'))?.[1]
  await expect.poll(window, { timeout: 30_000 }).toBeDefined()
  await expect.poll(() => ask('xprop', '-id', window() ?? '', '_NET_WM_ICON')).toContain('Icon (128 x 128)')
  const entry = await readFile(join(root, 'packaging/linux/holdfast.desktop'), 'utf8')
  expect(entry).toContain('\nStartupWMClass=Holdfast\n')
})

test('what ships refuses an Electron other than the one it was packaged with', async ({ packaged, folder }) => {
  const asar = join(packaged.tree, 'resources/app.asar')
  const content = await readFile(asar, 'latin1')
  const other = content.replace(/(?<="electronVersion": ?")[\d.]+/, (version) => version.replaceAll(/\d/g, '9'))
  expect(other).not.toBe(content)
  await rm(asar)
  await writeFile(asar, other, 'latin1')
  const { said, ended } = packaged.start([])
  expect(await ended).toBe(70)
  expect(said()).toMatch(/^Holdfast does not start on Electron \d+\.\d+\.\d+: it was packaged with another version/m)
  expect(existsSync(join(folder, 'home', 'profile'))).toBe(false)
})

test('what ships runs no code from a variable or a folder; with those fuses open it would', async ({
  packaged: { tree, home, start }
}) => {
  const [byVariable, byFolder] = [join(home, 'by-variable'), join(home, 'by-folder')]
  const asar = join(tree, 'resources/app.asar')
  const write = (file: string): string => `require('node:fs').writeFileSync(${JSON.stringify(file)}, '')`
  await mkdir(join(tree, 'resources/app'))
  await writeFile(join(tree, 'resources/app/package.json'), JSON.stringify({ main: 'main.cjs' }))
  await writeFile(join(tree, 'resources/app/main.cjs'), `${write(byFolder)}; process.exit(0)`)
  const tryBoth = async (): Promise<boolean[]> => {
    await start(['-e', write(byVariable), '--'], { ELECTRON_RUN_AS_NODE: '1' }).ended
    await rename(asar, `${asar}.away`)
    await start([]).ended
    await rename(`${asar}.away`, asar)
    return [byVariable, byFolder].map((file) => existsSync(file))
  }
  expect(await tryBoth()).toEqual([false, false])
  await flipFuses(join(tree, 'holdfast'), {
    version: FuseVersion.V1,
    [FuseV1Options.RunAsNode]: true,
    [FuseV1Options.OnlyLoadAppFromAsar]: false
  })
  expect(await tryBoth()).toEqual([true, true])
})
