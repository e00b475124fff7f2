import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { access, constants, mkdir, readdir, readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { temporaryFolder } from '../../main/ground/temporaryFolder.testing.ts'
import { installOfficial, isReachable, officialRelease, Unreachable } from './official.mjs'

/** A zip of one executable file, `electron`, that holds "hello". */
const zip = Buffer.from(
  'UEsDBAoAAAAAAAAAIQCGphA2BQAAAAUAAAAIAAAAZWxlY3Ryb25oZWxsb1BLAQIeAwoAAAAAAAAAIQCGphA2BQAAAAUAAAAIAAAAAAAAAAAAAADtgQAAAABlbGVjdHJvblBLBQYAAAAAAQABADYAAAArAAAAAAA=',
  'base64'
)
const say = () => undefined

let cache, server, answer
beforeEach(async () => {
  cache = await temporaryFolder()
  answer = (_request, response) => response.end(zip)
  server = createServer((request, response) => answer(request, response)).listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterEach(async () => {
  server.closeAllConnections()
  server.close()
})

const release = (sha256 = createHash('sha256').update(zip).digest('hex')) =>
  officialRelease({
    version: '45.4.1',
    checksums: { 'electron-v45.4.1-linux-x64.zip': sha256 },
    cache,
    env: { ELECTRON_MIRROR: `http://127.0.0.1:${server.address().port}/mirror` },
    platform: 'linux',
    arch: 'x64'
  })

it('takes the release from the mirror and unpacks it into a folder others may read', async () => {
  const asked = []
  answer = (request, response) => {
    asked.push(request.url)
    response.end(zip)
  }
  const { executable } = release()
  await installOfficial(release(), say)
  expect(asked).toEqual(['/mirror/v45.4.1/electron-v45.4.1-linux-x64.zip'])
  expect(await readFile(executable, 'utf8')).toBe('hello')
  await access(executable, constants.X_OK)
  expect(await readdir(cache)).toEqual(['electron-v45.4.1-linux-x64'])
})

it('does not download what is in place', async () => {
  await installOfficial(release(), say)
  answer = (_request, response) => response.destroy()
  await installOfficial(release(), say)
})

it('refuses a file with another hash and leaves nothing', async () => {
  await expect(installOfficial(release('0'.repeat(64)), say)).rejects.toThrow('is not the file it should be')
  expect(await readdir(cache)).toEqual([])
})

it('refuses a release whose hash is not known', async () => {
  await expect(installOfficial({ ...release(), sha256: undefined }, say)).rejects.toThrow(
    'is not the file it should be'
  )
  expect(await readdir(cache)).toEqual([])
})

it('leaves nothing of a download that breaks off', async () => {
  answer = (_request, response) => {
    response.writeHead(200, { 'content-length': zip.length })
    response.write(zip.subarray(0, 50), () => response.destroy())
  }
  await expect(installOfficial(release(), say)).rejects.toThrow('broke off after')
  expect(await readdir(cache)).toEqual([])
})

it('clears away what a killed run left behind', async () => {
  await mkdir(join(cache, 'electron-v45.4.1-linux-x64.partial-abc'))
  await installOfficial(release(), say)
  expect(await readdir(cache)).toEqual(['electron-v45.4.1-linux-x64'])
})

it('lets another source be tried when the server does not have the file', async () => {
  answer = (_request, response) => response.writeHead(404).end()
  await expect(installOfficial(release(), say)).rejects.toThrow(Unreachable)
  expect(await isReachable(release().url)).toBe(false)
})

it('lets another source be tried when nothing answers', async () => {
  const gone = release()
  server.close()
  await expect(installOfficial(gone, say)).rejects.toThrow(Unreachable)
  expect(await isReachable(gone.url)).toBe(false)
})

it('takes a server that has the file for reachable, and one that keeps silent not', async () => {
  expect(await isReachable(release().url)).toBe(true)
  answer = () => undefined
  expect(await isReachable(release().url, 50)).toBe(false)
})
