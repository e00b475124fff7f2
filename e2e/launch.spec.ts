import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Authority, startTls } from './authority'
import { expect, test } from './packaged'
import { listeningAddresses } from './processes'

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
    // One that starts all the same makes its profile, and does not end.
    await expect.poll(() => code !== undefined || existsSync(profile), { timeout: 60_000 }).toBe(true)
    // Electron itself says where its debugger listens and what it misses, before any of our code.
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

test('a packaged app refuses an Electron other than the one it was packaged with', async ({ packaged, folder }) => {
  await packaged.writeVersion('45.0.0')
  const { said, ended } = packaged.start([])
  expect(await ended).toBe(70)
  expect(said()).toMatch(/^Holdfast does not start on Electron \d+\.\d+\.\d+: it was packaged with another version/m)
  expect(existsSync(join(folder, 'home', 'profile'))).toBe(false)
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

test('a packaged app drops the variables that would write down its keys or load code; an unpackaged one shows that they work', async ({
  packaged,
  sandbox,
  folder
}) => {
  test.setTimeout(120_000)
  const [preload, preloaded, keys] = ['preload.cjs', 'home/preloaded', 'home/keys'].map((name) => join(folder, name))
  await writeFile(preload ?? '', `require('node:fs').writeFileSync(${JSON.stringify(preloaded)}, '')`)
  const variables = {
    NODE_OPTIONS: `--require=${String(preload)}`,
    SSLKEYLOGFILE: keys,
    NODE_TLS_REJECT_UNAUTHORIZED: '0'
  }
  const { host, server } = await startTls(
    sandbox.host,
    await (await Authority.create(folder, 'Unknown')).issue('IP:127.0.0.1')
  )
  const meet = async (program: 'holdfast' | 'electron') => {
    const refused = once(server, 'tlsClientError')
    const { pid, ended } = packaged.start([`--host=${host}`, `--app-id=${sandbox.appId}`], variables, program)
    await refused
    process.kill(pid, 'SIGKILL')
    await ended
  }
  await meet('holdfast')
  expect([preloaded, keys].map((file) => existsSync(file ?? ''))).toEqual([false, false])
  await meet('electron')
  expect([preloaded, keys].map((file) => existsSync(file ?? ''))).toEqual([true, true])
  server.close()
})

test('the window is drawn without a graphics card where there is one', async ({ launch }) => {
  // Makes Chromium take the processor for a graphics card, so that this can be seen without one.
  const { app } = await launch('--use-gl=angle', '--use-angle=swiftshader', '--ignore-gpu-blocklist')
  const features = await app.evaluate(({ app: main }) => main.getGPUFeatureStatus())
  expect(features).toMatchObject({ gpu_compositing: 'disabled_software', rasterization: 'disabled_software' })
})

test('no process looks for a graphics card', async ({ packaged, sandbox }) => {
  const { said } = packaged.start([`--host=${sandbox.host}`, `--app-id=${sandbox.appId}`])
  // The app prepares a sign-in when its window is on screen.
  await expect.poll(() => sandbox.requests.length).toBeGreaterThan(0)
  expect(said()).not.toContain('GPU process')
})

test('a port is open only while somebody signs in, and only to this computer', async ({ holdfast }) => {
  const pid = holdfast.app.process().pid ?? 0
  // The debugger of the tests has ports of its own.
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
