import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { watch } from 'node:fs'
import { promisify } from 'node:util'
import { processTree } from '../support/processes'
import { expect, install, t, test } from './fixtures'
import { administer } from './system'

const run = promisify(execFile)

const versionIn = async (deb: string): Promise<string> => (await run('dpkg-deb', ['-f', deb, 'Version'])).stdout.trim()
const installedVersion = async (): Promise<string> =>
  (await run('dpkg-query', ['--show', '--showformat', '${Version}', 'holdfast'])).stdout
/** Returns the version as the app shows it, without the mark of a test package. */
const shown = (version: string): string => version.replace('~test', '')

test('a newer version is installed under the running app, which goes on; the next start is the newer one, signed in', async ({
  repository,
  packages,
  desk,
  sandbox
}) => {
  const { screen } = desk
  await repository.publish(packages.deb)
  await install('holdfast')
  await desk.start()
  await desk.connect(sandbox)
  await desk.signIn(sandbox, 0)

  await repository.publish(packages.nextDeb)
  await install('holdfast')
  expect(await installedVersion()).toBe(await versionIn(packages.nextDeb))
  await screen.press('button', t('nav.settings'))
  await screen.waitFor('text', shown(await versionIn(packages.deb)))
  await screen.press('button', t('nav.methods'))
  await screen.press('button', t('methods.refresh'))
  await screen.waitFor('heading', t('methods.title'))
  await desk.quit()

  await desk.start()
  await screen.waitFor('heading', t('overview.title'))
  await screen.press('button', t('nav.settings'))
  await screen.waitFor('text', shown(await versionIn(packages.nextDeb)))
})

test('an older version over a newer one is refused with a sentence, and the app still starts', async ({
  repository,
  packages,
  desk
}) => {
  await repository.publish(packages.deb)
  await repository.publish(packages.nextDeb)
  await install('holdfast')
  const [older, newer] = [await versionIn(packages.deb), await versionIn(packages.nextDeb)]
  const sentence = `Holdfast ${newer} is installed and ${older} is older, so nothing was changed.`
  await expect(install('--allow-downgrades', `holdfast=${older}`)).rejects.toThrow(sentence)
  await expect(administer('dpkg', '--install', packages.deb)).rejects.toThrow(sentence)
  expect(await installedVersion()).toBe(newer)
  await desk.start()
  await desk.screen.waitFor('heading', t('connect.title'))
})

// Most of the time goes into writing the program, so dpkg is still at work when it is killed.
for (const file of ['LICENSES.chromium.html', 'holdfast']) {
  test(`an installation that is killed while it writes ${file} leaves an app that starts, and a second run heals it`, async ({
    packages,
    desk
  }) => {
    await administer('dpkg', '--install', packages.deb)
    const reached = writing(file)
    const installation = spawn('sudo', ['dpkg', '--install', packages.nextDeb], { stdio: 'ignore' })
    await reached
    await killInstallation(installation)
    await desk.start()
    await desk.screen.waitFor('heading', t('connect.title'))
    await desk.quit()

    await administer('dpkg', '--install', packages.nextDeb)
    expect(await administer('dpkg', '--verify', 'holdfast')).toBe('')
    expect(await installedVersion()).toBe(await versionIn(packages.nextDeb))
    await desk.start()
    await desk.screen.waitFor('heading', t('connect.title'))
  })
}

/** Resolves once dpkg writes the new version of this file, next to the old one. */
const writing = (file: string): Promise<void> =>
  new Promise((resolve) => {
    const watcher = watch('/opt/holdfast', (_event, name) => {
      if (name !== `${file}.dpkg-new`) return
      watcher.close()
      resolve()
    })
  })

/** Kills dpkg as a power cut would, without a chance to clean up. */
async function killInstallation(sudo: ChildProcess): Promise<void> {
  const ended = once(sudo, 'exit')
  const dpkg = (await processTree(sudo.pid ?? 0)).find(({ command }) => command.startsWith('dpkg --install'))
  await administer('kill', '-KILL', String(dpkg?.pid))
  await ended
}
