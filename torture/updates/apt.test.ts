import { appendFile, cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startUpdateServer, type UpdateServer } from '../../main/topics/updates/updateServer.testing'
import { execute } from '../../packaging/execute'
import { type AptRepository, writeAptRepository } from '../../packaging/linux/aptRepository'
import { buildDeb } from '../../packaging/linux/deb'
import { smallProduct } from '../../packaging/linux/product.testing'
import { endKeyAgent, exportPublicKey, makeTestKey } from '../../packaging/linux/signingKey'
import { layOutSystem } from '../../packaging/linux/system'
import { tryAll } from './stage'

const day = 86_400_000
const now = Date.now()
const times = { date: new Date(now - day), validUntil: new Date(now + day) }

let scratch: string
let honest: AptRepository
let stranger: AptRepository['key']
let older: string
let server: UpdateServer
let machines = 0

async function build(version: string): Promise<string> {
  const { folder, product } = await smallProduct({ version })
  await layOutSystem(product, join(folder, 'system'))
  const path = await buildDeb(product, join(folder, 'system'), join(folder, 'deb'), scratch)
  await rm(folder, { recursive: true })
  return path
}

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'holdfast-apt-'))
  const keys = [join(scratch, 'keys'), join(scratch, 'strange')]
  for (const folder of keys) await mkdir(folder, { mode: 0o700 })
  const [key, other] = await Promise.all(keys.map(makeTestKey))
  if (!key || !other) throw new Error('no keys')
  stranger = other
  honest = { folder: join(scratch, 'repository'), key, ...times }
  older = join(scratch, 'older')
  await writeAptRepository({ ...honest, date: new Date(now - 2 * day) }, [await build('1.2.3')])
  await cp(honest.folder, older, { recursive: true })
  await writeAptRepository(honest, [await build('1.10.0')])
  server = await startUpdateServer(honest.folder)
}, 120_000)
afterAll(async () => {
  await server.close()
  for (const folder of ['keys', 'strange']) await endKeyAgent(join(scratch, folder))
  await rm(scratch, { recursive: true })
})

/** Resolves with functions that run apt as a machine that knows only this repository. */
async function newMachine() {
  const folder = join(scratch, `machine-${++machines}`)
  for (const name of ['etc/apt/apt.conf.d', 'state/lists/partial', 'cache/archives/partial', 'dpkg']) {
    await mkdir(join(folder, name), { recursive: true })
  }
  await exportPublicKey(honest.key, join(folder, 'key.asc'))
  await writeFile(
    join(folder, 'etc/apt/sources.list'),
    `deb [signed-by=${folder}/key.asc arch=amd64] ${server.address} stable main\n`
  )
  await writeFile(join(folder, 'dpkg/status'), '')
  const options = {
    'Dir::Etc': join(folder, 'etc/apt'),
    'Dir::State': join(folder, 'state'),
    'Dir::State::status': join(folder, 'dpkg/status'),
    'Dir::Cache': join(folder, 'cache'),
    'APT::Architecture': 'amd64',
    'APT::Sandbox::User': 'root',
    'Acquire::http::Proxy': 'DIRECT',
    'Acquire::Check-Valid-Until': 'true',
    'Acquire::Check-Date': 'true'
  }
  const args = Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`])
  return {
    folder,
    apt: (program: string, ...rest: string[]) =>
      execute(program, [...args, ...rest], { cwd: folder, env: { APT_CONFIG: '/dev/null' } })
  }
}

type Machine = Awaited<ReturnType<typeof newMachine>>

const refresh = ({ apt }: Machine) => apt('apt-get', 'update', '--error-on=any')
const candidate = ({ apt }: Machine) => apt('apt-cache', 'policy', 'holdfast')

/** Fetches the newest package. Resolves with the files that exist then. */
async function fetchPackage(machine: Machine): Promise<string[]> {
  await machine.apt('apt-get', 'download', 'holdfast')
  return (await readdir(machine.folder)).filter((name) => name.endsWith('.deb'))
}

/** Resolves with a copy of the current repository that an attacker has changed. */
async function copyWith(change: (folder: string) => Promise<unknown>): Promise<string> {
  const folder = join(scratch, `copy-${++machines}`)
  await cp(honest.folder, folder, { recursive: true })
  await change(folder)
  return folder
}

const signedAs = (facts: Partial<AptRepository>) => () =>
  copyWith((folder) => writeAptRepository({ ...honest, ...facts, folder }))

const dist = (folder: string): string => join(folder, 'dists/stable')

async function changeLists(folder: string): Promise<void> {
  for (const entry of await readdir(dist(folder), { recursive: true, withFileTypes: true })) {
    const inList = entry.isFile() && entry.parentPath.includes('binary-amd64')
    if (inList) await appendFile(join(entry.parentPath, entry.name), 'Package: evil\n')
  }
}

it('no list is taken that the publisher did not sign for now, and afterwards the true one is', async () => {
  const ways: [RegExp, () => Promise<string>][] = [
    [/NO_PUBKEY/, signedAs({ key: stranger })],
    [/is expired/, signedAs({ date: new Date(now - 9 * day), validUntil: new Date(now - day) })],
    [/is not valid yet/, signedAs({ date: new Date(now + 30 * day), validUntil: new Date(now + 40 * day) })],
    [/is not signed/, () => copyWith((folder) => unsign(folder))],
    [
      /BADSIG/,
      () =>
        copyWith(async (folder) => {
          const path = join(dist(folder), 'InRelease')
          await writeFile(path, (await readFile(path, 'utf8')).replace('Origin: Holdfast', 'Origin: Somebody'))
        })
    ],
    [/unexpected size|Hash Sum mismatch/, () => copyWith(changeLists)]
  ]
  await tryAll('aptLists', ways, async ([refusal, prepare]) => {
    const machine = await newMachine()
    server.serve(await prepare())
    await expect(refresh(machine)).rejects.toThrow(refusal)
    expect(await candidate(machine)).not.toContain('Candidate')
    server.serve(honest.folder)
    await refresh(machine)
    expect(await candidate(machine)).toContain('Candidate: 1.10.0')
  })
})

async function unsign(folder: string): Promise<void> {
  for (const name of ['InRelease', 'Release.gpg']) await rm(join(dist(folder), name))
}

it('no package is taken that is not the one in the list, and afterwards the true one is', async () => {
  const ways: [string, (bytes: Buffer) => Buffer][] = [
    ['cut', (bytes) => bytes.subarray(0, -100)],
    ['changed', (bytes) => Buffer.concat([bytes.subarray(0, -1), Buffer.from('x')])],
    ['longer', (bytes) => Buffer.concat([bytes, Buffer.from('x')])]
  ]
  await tryAll('aptPackages', ways, async ([name, change]) => {
    const machine = await newMachine()
    await refresh(machine)
    server.serve(
      await copyWith(async (folder) => {
        const pool = join(folder, 'pool/main/h/holdfast')
        for (const file of await readdir(pool)) {
          await writeFile(join(pool, file), change(await readFile(join(pool, file))))
        }
      })
    )
    await expect(fetchPackage(machine), name).rejects.toThrow(/unexpected size|Hash Sum mismatch/)
    server.serve(honest.folder)
    expect(await fetchPackage(machine), name).toHaveLength(1)
  })
})

it('an older list changes nothing', async () => {
  await tryAll('aptRollback', ['older'], async () => {
    const machine = await newMachine()
    await refresh(machine)
    server.serve(older)
    // apt prints nothing about it and keeps the list that it has.
    await refresh(machine)
    expect(await candidate(machine)).toContain('Candidate: 1.10.0')
    server.serve(honest.folder)
    await refresh(machine)
    expect(await candidate(machine)).toContain('Candidate: 1.10.0')
  })
})
