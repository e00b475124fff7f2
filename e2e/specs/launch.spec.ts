import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '../support/packaged'
import { listeningAddresses } from '../support/processes'

const dangerous = [
  '--remote-debugging-port=0',
  '--remote-debugging-pipe',
  '--remote-debugging-address=0.0.0.0',
  '--remote-allow-origins=*',
  '--inspect=0',
  '--inspect-publish-uid=http',
  '--js-flags=--allow-natives-syntax',
  '--no-sandbox',
  '--disable-setuid-sandbox',
  '--disable-seccomp-filter-sandbox',
  '--disable-site-isolation-trials',
  '--single-process',
  '--disable-web-security',
  '--allow-running-insecure-content',
  '--unsafely-treat-insecure-origin-as-secure=http://a.example',
  '--load-extension=/tmp',
  '--proxy-server=127.0.0.1:1',
  '--proxy-pac-url=http://a.example/proxy.pac',
  '--host-rules=MAP * 127.0.0.1',
  '--host-resolver-rules=MAP * 127.0.0.1',
  '--ignore-certificate-errors',
  '--ignore-certificate-errors-spki-list=x',
  '--ssl-key-log-file=/tmp/keys',
  '--log-net-log=/tmp/net.json',
  '--auth-server-allowlist=*',
  '--use-fake-ui-for-media-stream',
  '--renderer-cmd-prefix=/bin/false',
  '--utility-cmd-prefix=/bin/false',
  '--user-data-dir=/tmp/x',
  '--enable-features=x',
  '--disable-features=x',
  '--blink-settings=dnsPrefetchingEnabled=true',
  '--enable-blink-features=x'
]

test('a packaged app refuses every dangerous switch with one sentence, before anything runs', async ({
  packaged,
  folder
}) => {
  test.setTimeout(240_000)
  const profile = join(folder, 'home', 'profile')
  const refuse = async (argument: string) => {
    const { said, ended } = packaged.start([argument])
    let code: unknown
    void ended.then((value) => (code = value))
    // An app that starts in spite of the switch creates its profile, and does not end.
    await expect.poll(() => code !== undefined || existsSync(profile), { timeout: 60_000 }).toBe(true)
    // Electron itself prints where its debugger listens and which files it misses, before any of our code runs.
    return [
      argument,
      code,
      said()
        .split('\n')
        .filter((line) => line.startsWith('Holdfast'))
    ]
  }
  for (let next = 0; next < dangerous.length; next += 4) {
    const some = dangerous.slice(next, next + 4)
    expect(await Promise.all(some.map(refuse))).toEqual(
      some.map((argument) => [
        argument,
        64,
        [
          `Holdfast does not start with the option ${argument.split('=')[0] ?? ''}: it could open your account to others. Start it without.`
        ]
      ])
    )
  }
  expect(existsSync(profile)).toBe(false)
})

test('the memory of main and of the keychain’s process stays out of core dumps', async ({
  launch,
  signedInEarlier
}) => {
  await signedInEarlier(1)
  const holdfast = await launch()
  await holdfast.methods.title.waitFor()
  const holders = await holdfast.app.evaluate(({ app: main }) =>
    main
      .getAppMetrics()
      .filter(({ type, name }) => type === 'Browser' || name === 'Holdfast keychain')
      .map(({ pid }) => pid)
  )
  expect(holders).toHaveLength(2)
  for (const pid of holders) expect(await readFile(`/proc/${pid}/coredump_filter`, 'utf8')).toMatch(/^0+$/m)
})

test('no process looks for a graphics card', async ({ packaged, sandbox }) => {
  const { said } = packaged.start([`--host=${sandbox.host}`, `--app-id=${sandbox.appId}`])
  // The app prepares a sign-in when its window is on screen.
  await expect.poll(() => sandbox.requests.length).toBeGreaterThan(0)
  expect(said()).not.toContain('GPU process')
})

test('a port is open only while somebody signs in, and only to this computer', async ({ holdfast }) => {
  const pid = holdfast.app.process().pid ?? 0
  // The debugger of the tests listens on ports as well.
  const before = await listeningAddresses(pid)
  await holdfast.signIn.start()
  await holdfast.waiting.title.waitFor()
  const during = (await listeningAddresses(pid)).filter((address) => !before.includes(address))
  expect(during).toHaveLength(1)
  expect(during[0]).toMatch(/^0100007F:/)
  await holdfast.waiting.cancel.click()
  await holdfast.signIn.button.waitFor()
  expect(await listeningAddresses(pid)).toEqual(before)
})
