import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { execute } from '../execute'
import { writeAptRepository } from './aptRepository'
import { buildDeb } from './deb'
import { smallProduct } from './product.testing'
import { endKeyAgent, exportPublicKey, makeTestKey, type SigningKey } from './signingKey'
import { layOutSystem } from './system'

const day = 86_400_000
const now = Date.now()

describe.runIf(process.platform === 'linux')('a repository for apt', () => {
  let home: string
  let key: SigningKey
  const made: string[] = []
  const folderFor = async (what: string): Promise<string> => {
    const folder = await mkdtemp(join(tmpdir(), `holdfast-${what}-`))
    made.push(folder)
    return folder
  }

  beforeAll(async () => {
    home = await folderFor('gpg')
    key = await makeTestKey(home)
  })
  afterAll(async () => {
    await endKeyAgent(home)
    for (const folder of made) await rm(folder, { recursive: true })
  })

  const build = async (version: string): Promise<string> => {
    const { folder, product } = await smallProduct({ version })
    made.push(folder)
    await layOutSystem(product, join(folder, 'system'))
    return buildDeb(product, join(folder, 'system'), join(folder, 'deb'), folder)
  }

  /** Resolves with functions that run apt as a machine that knows only this repository. */
  const machine = async (repository: string) => {
    const folder = await folderFor('apt')
    for (const name of ['etc/apt/apt.conf.d', 'state/lists/partial', 'cache/archives/partial', 'dpkg']) {
      await mkdir(join(folder, name), { recursive: true })
    }
    await exportPublicKey(key, join(folder, 'key.asc'))
    const source = `deb [signed-by=${folder}/key.asc arch=amd64] file:${repository} stable main\n`
    await writeFile(join(folder, 'etc/apt/sources.list'), source)
    await writeFile(join(folder, 'dpkg/status'), '')
    const options = {
      'Dir::Etc': join(folder, 'etc/apt'),
      'Dir::State': join(folder, 'state'),
      'Dir::State::status': join(folder, 'dpkg/status'),
      'Dir::Cache': join(folder, 'cache'),
      'APT::Architecture': 'amd64',
      'APT::Sandbox::User': 'root',
      'Acquire::Check-Valid-Until': 'true',
      'Acquire::Check-Date': 'true'
    }
    const args = Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`])
    return (program: string, ...rest: string[]) =>
      execute(program, [...args, ...rest], { env: { APT_CONFIG: '/dev/null' } })
  }

  it('is taken by apt with its key, and offers the newest of its packages', async () => {
    const folder = await folderFor('repository')
    const times = { date: new Date(now - day), validUntil: new Date(now + day) }
    await writeAptRepository({ folder, key, ...times }, [await build('1.2.3')])
    await writeAptRepository({ folder, key, ...times }, [await build('1.10.0')])
    const run = await machine(folder)
    await run('apt-get', 'update', '--error-on=any')
    expect(await run('apt-cache', 'policy', 'holdfast')).toContain('Candidate: 1.10.0~test')
    expect(await run('apt-cache', 'madison', 'holdfast')).toContain('1.2.3~test')
  })

  it('gives its lists by their hash, those of before too', async () => {
    const folder = await folderFor('repository')
    const times = { date: new Date(now - day), validUntil: new Date(now + day) }
    await writeAptRepository({ folder, key, ...times }, [await build('1.2.3')])
    const index = join(folder, 'dists/stable/main/binary-amd64')
    const before = await readdir(join(index, 'by-hash/SHA256'))
    await writeAptRepository({ folder, key, ...times }, [await build('1.10.0')])
    expect(await readdir(join(index, 'by-hash/SHA256'))).toEqual(expect.arrayContaining(before))
    for (const name of ['Packages', 'Packages.gz']) await rm(join(index, name))
    const run = await machine(folder)
    await run('apt-get', 'update', '--error-on=any')
    expect(await run('apt-cache', 'policy', 'holdfast')).toContain('Candidate: 1.10.0~test')
  })

  it('is refused once its time is over, and taken again when it is signed anew', async () => {
    const folder = await folderFor('repository')
    await writeAptRepository({ folder, key, date: new Date(now - 3 * day), validUntil: new Date(now - day) }, [
      await build('1.2.3')
    ])
    const run = await machine(folder)
    await expect(run('apt-get', 'update', '--error-on=any')).rejects.toThrow('is expired')
    await writeAptRepository({ folder, key, date: new Date(now), validUntil: new Date(now + day) })
    await run('apt-get', 'update', '--error-on=any')
    expect(await run('apt-cache', 'policy', 'holdfast')).toContain('Candidate: 1.2.3~test')
  })
})
