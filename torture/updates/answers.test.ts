import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startUpdateServer, type UpdateServer } from '../../main/topics/updates/updateServer.testing'
import { openStage, type Stage, tryAll } from './stage'

let stage: Stage
/** Another server, which serves the same genuine files. */
let other: UpdateServer
beforeAll(async () => {
  stage = await openStage()
  other = await startUpdateServer(stage.folder)
})
afterAll(async () => {
  await other.close()
  await stage.close()
})

it('follows no redirect, not even to the same files', async () => {
  const ways = [301, 302, 303, 307, 308].flatMap((status) =>
    [stage.server.address, other.address].flatMap((address) => [
      { status, location: `${address}metadata/timestamp.json?again` },
      { status, location: `${address}metadata/./timestamp.json?` }
    ])
  )
  await tryAll('updateRedirected', ways, async ({ status, location }) => {
    stage.server.interfere(({ url }, response) => {
      if (url !== '/metadata/timestamp.json') return false
      response.writeHead(status, { location }).end()
      return true
    })
    await stage.expectRefused('updateRefused')
  })
  expect(other.asked).toEqual([])
})

it('refuses a huge manifest, however it is huge', async () => {
  const targets = await readFile(join(stage.folder, 'metadata/2.targets.json'), 'utf8')
  const timestamp = await readFile(join(stage.folder, 'metadata/timestamp.json'), 'utf8')
  const spaces = ' '.repeat(30_000_000)
  const ways: { path: string; body: string | Buffer; encoding?: string }[] = [
    { path: '2.targets.json', body: targets + spaces },
    { path: 'timestamp.json', body: timestamp + spaces },
    { path: 'timestamp.json', body: '['.repeat(8_000) },
    { path: '2.targets.json', body: '{"a":'.repeat(190_000) },
    { path: '2.root.json', body: `{"signed":{},"signatures":[${'{},'.repeat(10_000)}{}]}` },
    { path: 'timestamp.json', body: gzipSync(timestamp + spaces), encoding: 'gzip' }
  ]
  await tryAll('updateHuge', ways, async ({ path, body, encoding }) => {
    stage.server.interfere(({ url }, response) => {
      if (url !== `/metadata/${path}`) return false
      if (encoding) response.setHeader('content-encoding', encoding)
      response.end(body)
      return true
    })
    // A client does not request what it has, so the client that has seen everything is left out.
    await stage.expectRefused('updateRefused', { seen: path !== '2.targets.json' })
  })
})
