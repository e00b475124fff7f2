import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { wrongFuses } from '../../packaging/fuses'
import { expect, install, test } from './fixtures'
import { administer, listing, program, removePackage } from './system'

/** Returns the lines of one listing that the other lacks. */
const without = (all: string[], other: string[]): string[] => {
  const known = new Set(other)
  return all.filter((line) => !known.has(line))
}

/** Resolves with the exit code and the output of the program, without the lines of Electron itself. */
async function endOf(args: string[], env: NodeJS.ProcessEnv): Promise<{ code: unknown; said: string[] }> {
  const child = spawn(program, args, {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: 20_000,
    killSignal: 'SIGKILL'
  })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text) => (said += String(text)))
  const [code] = (await once(child, 'close')) as unknown[]
  return { code, said: said.split('\n').filter((line) => line.startsWith('Holdfast')) }
}

test('apt installs it from a signed repository, dpkg from its file, and a purge leaves nothing of it', async ({
  repository,
  packages
}) => {
  await repository.publish(packages.deb)
  const ways = [() => install('holdfast'), () => administer('dpkg', '--install', packages.deb)]
  for (const installIt of ways) {
    const before = await listing()
    await installIt()
    const installed = without(await listing(), before)
    const strangers = installed.filter(
      (line) => !/^\/(opt\/holdfast|usr\/share|usr\/bin\/holdfast|var\/lib\/dpkg\/info)/.test(line)
    )
    expect(strangers).toEqual([])
    expect(
      installed.filter((line) => / [dfl] \d*[2367] /.test(line) && !line.includes(' l ')),
      'for others to change'
    ).toEqual([])
    expect(installed).toContain('/usr/bin/holdfast l 777 0:0 /opt/holdfast/holdfast')
    expect(installed.filter((line) => / f [4267]\d{3} /.test(line))).toEqual([
      '/opt/holdfast/chrome-sandbox f 4755 0:0 '
    ])
    await administer('install', '-D', '/dev/null', '/etc/holdfast/policy.json')
    await removePackage()
    const after = await listing()
    expect(without(after, before)).toEqual([])
    expect(without(before, after)).toEqual([])
  }
})

test('the installed program has every fuse closed, and nothing opens it to others', async ({
  packages,
  desk,
  folder
}) => {
  await administer('dpkg', '--install', packages.deb)
  expect(await wrongFuses(program)).toEqual([])

  await test.step('no switch of a debugger', async () => {
    for (const argument of ['--inspect=0', '--inspect-brk=0', '--remote-debugging-port=0', '--no-sandbox']) {
      const name = argument.replace('=0', '')
      expect([argument, await endOf([argument], desk.env)]).toEqual([
        argument,
        {
          code: 64,
          said: [
            `Holdfast does not start with the option ${name}: it could open your account to others. Start it without.`
          ]
        }
      ])
    }
  })

  await test.step('no variable that loads code, and no folder in the place of the archive', async () => {
    const loaded = join(folder, 'loaded')
    const code = `require('node:fs').writeFileSync(${JSON.stringify(loaded)}, '')`
    await mkdir(join(folder, 'app'))
    await writeFile(join(folder, 'app/package.json'), '{"main":"main.js"}')
    for (const file of ['app/main.js', 'preload.cjs']) await writeFile(join(folder, file), code)
    await administer('cp', '--recursive', join(folder, 'app'), '/opt/holdfast/resources/app')
    const variables = {
      ...desk.env,
      ELECTRON_RUN_AS_NODE: '1',
      NODE_OPTIONS: `--require=${join(folder, 'preload.cjs')}`
    }
    // As Node.js the program would run the code. The refusal in our words shows that it runs our archive.
    expect(await endOf(['-e', code], variables)).toMatchObject({
      code: 64,
      said: [expect.stringContaining('option -e')]
    })
    expect(existsSync(loaded)).toBe(false)
    await administer('rm', '--recursive', '/opt/holdfast/resources/app')
  })
})
