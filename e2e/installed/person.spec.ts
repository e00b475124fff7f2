import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import {} from '../fixtures'
import { Accessibility } from './accessibility'
import { expect, install, t, test } from './fixtures'
import { administer } from './system'
import { tracesInFiles } from '../support/traces'

const run = promisify(execFile)
const keychain = ['--session', '--dest', 'org.freedesktop.secrets', '--object-path', '/org/freedesktop/secrets']

test('a computer with a machine’s file begins at its tenant, and what belongs to a person goes with Forget everything', async ({
  repository,
  packages,
  desk,
  keyring,
  sandbox,
  folder
}) => {
  const { screen } = desk
  const { host, appId, people } = sandbox
  await writeFile(join(folder, 'policy.json'), JSON.stringify({ host, appId, organisation: 'Fernhill' }))
  await administer('install', '-D', '--mode', '644', join(folder, 'policy.json'), '/etc/holdfast/policy.json')
  await repository.publish(packages.deb)
  await install('holdfast')

  await desk.start()
  await screen.waitFor('heading', t('signIn.title', { tenant: 'Fernhill' }))
  await desk.signIn(sandbox, 0)
  const entries = async (): Promise<string> =>
    (
      await run('gdbus', ['call', ...keychain, '--method', 'org.freedesktop.Secret.Service.SearchItems', '{}'], {
        env: desk.env
      })
    ).stdout
  await expect.poll(entries).toContain('/org/freedesktop/secrets/collection/')

  await screen.press('button', t('nav.settings'))
  await screen.press('button', t('accounts.forgetAll.open'))
  await screen.agreeInDialog()
  await desk.untilEnded()
  expect(await entries()).not.toContain('/org/freedesktop/secrets/collection/')
  const theirs = [people[0]?.account ?? '', 'Ada Moreno', new URL(host).host, appId]
  expect(await tracesInFiles(keyring.env['HOME'] ?? '', theirs)).toEqual([])
})

test('the archive runs by its starter where a person unpacks it', async ({ packages, desk, folder }) => {
  const place = join(folder, 'programs')
  await mkdir(place)
  await run('tar', ['--extract', '--gzip', '--file', packages.tarball, '--directory', place])
  const screen = Accessibility.start(join(place, 'holdfast/versions'), desk.env)
  const starter = spawn(join(place, 'holdfast/holdfast'), ['--force-renderer-accessibility'], {
    env: desk.env,
    stdio: 'ignore'
  })
  await screen.waitFor('heading', t('connect.title'))
  screen.stop()
  const ended = once(starter, 'exit')
  starter.kill()
  await ended
})
