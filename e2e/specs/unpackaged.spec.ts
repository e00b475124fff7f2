import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Authority, startTls } from '../support/authority'
import { root } from '../fixtures'
import { asRoot } from '../support/nobody'
import { expect, test } from '../support/packaged'

const electron = process.env['HOLDFAST_ELECTRON'] ?? ''

test('a packaged app drops the variables that would write down its keys or load code; an unpackaged one shows that they work', async ({
  packaged,
  sandbox,
  keyring,
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
  const args = [`--host=${host}`, `--app-id=${sandbox.appId}`]
  const meet = async (start: () => { pid: number; ended: Promise<unknown> }) => {
    const refused = once(server, 'tlsClientError')
    const { pid, ended } = start()
    await refused
    process.kill(pid, 'SIGKILL')
    await ended
  }
  await meet(() => packaged.start(args, variables))
  expect([preloaded, keys].map((file) => existsSync(file ?? ''))).toEqual([false, false])
  await meet(() => {
    const own = [root, ...args, `--profile=${join(folder, 'profile')}`, ...(asRoot ? ['--no-sandbox'] : [])]
    const child = spawn(electron, own, { env: { ...process.env, ...keyring.env, ...variables }, stdio: 'ignore' })
    return { pid: child.pid ?? 0, ended: once(child, 'close') }
  })
  expect([preloaded, keys].map((file) => existsSync(file ?? ''))).toEqual([true, true])
  server.close()
})

test('the window is drawn without a graphics card where there is one', async ({ launch }) => {
  // These switches make Chromium use the processor as a graphics card, so the test works without one.
  const { app } = await launch('--use-gl=angle', '--use-angle=swiftshader', '--ignore-gpu-blocklist')
  const features = await app.evaluate(({ app: main }) => main.getGPUFeatureStatus())
  expect(features).toMatchObject({ gpu_compositing: 'disabled_software', rasterization: 'disabled_software' })
})
