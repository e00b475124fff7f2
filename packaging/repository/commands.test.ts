import { spawn } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { runCommand } from './commands'
import { readKeyFile } from './keyFile'

const passphrase = 'several words that are easy to keep'
const start = Date.parse('2026-11-28T12:00:00Z')
const day = 86_400_000

let folder: string
let now: number
const at = (name: string): string => join(folder, name)
const keys = ['root-1', 'root-2', 'root-3', 'targets', 'online', 'targets-2']
const rootsOf = (...names: string[]): string[] => names.flatMap((name) => ['--root-key', at(`${name}.pub`)])
const roots = () => rootsOf('root-1', 'root-2', 'root-3')

/** Runs a command as a person types it. Resolves with its output. */
async function type(...args: string[]): Promise<string> {
  const said: string[] = []
  await runCommand(args, {
    say: (line) => said.push(line),
    passphrase: () => Promise.resolve(passphrase),
    now: () => new Date(now),
    cost: { N: 16, r: 1, p: 1 }
  })
  return said.join('\n')
}

const inRepository = () => ['--repository', at('repository')]
const sign = (name: string, ...holders: string[]) =>
  holders.reduce(
    (before, holder) => before.then(() => type('sign', '--draft', at(name), '--key', at(holder))),
    Promise.resolve('')
  )
const accept = (name: string) => type('accept', ...inRepository(), '--draft', at(name))
const draftRoot = (targetsKey: string) =>
  type(
    'root',
    ...inRepository(),
    ...roots(),
    ...['--targets-key', at(`${targetsKey}.pub`), '--online-key', at('online.pub'), '--draft', at('root')]
  )
const add = (version: string, ...rest: string[]) =>
  type(
    'add',
    ...inRepository(),
    ...['--version', version, '--minimum', '1.0.0', '--released', '2026-11-28', '--notes', at('notes.json')],
    ...['--draft', at('targets.json'), ...rest]
  )
const timestamp = () => type('timestamp', ...inRepository(), '--key', at('online'))
const verify = () => type('verify', ...inRepository(), '--root', at('repository/metadata/1.root.json'))

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-publisher-'))
  now = start
  await writeFile(at('notes.json'), JSON.stringify({ en: 'New.', 'zh-CN': '新。' }))
  await writeFile(at('holdfast_1.1.0_amd64.deb'), 'a package')
  for (const name of keys) await type('keys', '--role', name.split('-')[0] ?? '', '--out', at(name))
})
afterAll(() => rm(folder, { recursive: true }))

it('keeps a private key sealed, for its owner alone, and never writes over one', async () => {
  expect((await stat(at('root-1'))).mode & 0o777).toBe(0o600)
  const other = await readFile(at('root-2'), 'utf8')
  expect(other).not.toContain('PRIVATE')
  await expect(type('keys', '--role', 'root', '--out', at('root-1'))).rejects.toThrow('never written over')
  expect(await readFile(at('root-2'), 'utf8')).toBe(other)
})

it('opens a key with the cost that its file names, whatever new keys cost', async () => {
  const read = async (name: string) => z.looseObject({}).parse(JSON.parse(await readFile(at(name), 'utf8')))
  expect(await read('root-1')).toMatchObject({ cost: { N: 16, r: 1, p: 1 } })
  await writeFile(at('dear'), JSON.stringify({ ...(await read('root-1')), cost: { N: 2 ** 30, r: 8, p: 1 } }))
  await expect(readKeyFile(at('dear'), passphrase)).rejects.toThrow('is not what it should be')
  const { id } = await readKeyFile(at('root-1'), passphrase)
  await writeFile(at('other'), JSON.stringify({ ...(await read('root-1')), cost: { N: 32, r: 1, p: 1 } }))
  await expect(readKeyFile(at('other'), passphrase)).rejects.toThrow('does not open')
  expect(id).toMatch(/^[0-9a-f]{64}$/)
})

it('leads from keys to a release that the app takes, and refuses each step with too few signatures', async () => {
  expect(await draftRoot('targets')).toContain('root number 1')
  await sign('root', 'root-1')
  await expect(accept('root')).rejects.toThrow('asks for more signatures')
  await sign('root', 'root-1')
  await expect(accept('root'), 'one key twice is one key').rejects.toThrow('asks for more signatures')
  await sign('root', 'root-3')
  await accept('root')

  await add('1.1.0', '--deb', at('holdfast_1.1.0_amd64.deb'))
  await expect(accept('targets.json')).rejects.toThrow('asks for more signatures')
  await sign('targets.json', 'online')
  await expect(accept('targets.json')).rejects.toThrow('asks for more signatures')
  await sign('targets.json', 'targets')
  await accept('targets.json')
  await expect(accept('targets.json'), 'the same again').rejects.toThrow('The next targets is number 2')
  await expect(type('timestamp', ...inRepository(), '--key', at('targets'))).rejects.toThrow('does not name this key')
  await timestamp()
  expect(await verify()).toBe('linux-x64.deb is 1.1.0, and whole.')
})

it('signs anew in time, and a snapshot twice a month only', async () => {
  for (let week = 0; week < 5; week++) {
    now += 6 * day
    await timestamp()
  }
  expect(await verify()).toContain('1.1.0')
  const names = await readdir(at('repository/metadata'))
  expect(names.filter((name) => name.includes('snapshot')).sort()).toEqual(['1.snapshot.json', '2.snapshot.json'])
})

it('gives the work of a lost key to another one', async () => {
  await draftRoot('targets-2')
  await sign('root', 'root-2', 'root-3')
  await accept('root')
  await type('renew', ...inRepository(), '--draft', at('targets.json'))
  await sign('targets.json', 'targets')
  await expect(accept('targets.json')).rejects.toThrow('Root number 2 asks for more signatures')
  await sign('targets.json', 'targets-2')
  await accept('targets.json')
  await timestamp()
  expect(await verify()).toBe('linux-x64.deb is 1.1.0, and whole.')
})

it('finds a package that is not the one that was signed', async () => {
  const [name = ''] = await readdir(at('repository/targets'))
  await writeFile(at(`repository/targets/${name}`), 'another')
  await expect(verify()).rejects.toThrow('A client would refuse linux-x64.deb with updateRefused')
  await writeFile(at(`repository/targets/${name}`), 'a package')
})

it.each<[string, string[], string]>([
  ['no command', [], 'Name one of these: keys, root,'],
  ['an unknown option', ['timestamp', '--password', 'x'], '--password'],
  ['a missing option', ['timestamp', '--repository', '/x'], '--key'],
  ['a key file that is not there', ['sign', '--draft', '/nowhere', '--key', '/x'], '/nowhere cannot be read'],
  ['an unknown role', ['keys', '--role', 'admin', '--out', '/x'], '--role']
])('says what is wrong with %s', async (_name, args, words) => {
  await expect(type(...args)).rejects.toThrow(words)
})

it('says what is wrong with a release before anybody signs it', async () => {
  await expect(add('1.2', '--deb', at('package'))).rejects.toThrow('version')
  await expect(add('0.9.0', '--deb', at('package'))).rejects.toThrow('minimum')
  await expect(add('1.2.0')).rejects.toThrow('at least one package')
})

it.each<[string, string, string]>([
  ['a test build', '--deb', 'holdfast_1.2.0~test_amd64.deb'],
  ['another version', '--tarball', 'holdfast-1.2.1-linux-x64.tar.gz'],
  ['another kind of package', '--rpm', 'holdfast_1.2.0_amd64.deb']
])('does not take %s for the package of a release', async (_what, option, name) => {
  await writeFile(at(name), 'a package')
  const before = await readdir(at('repository/targets'))
  await expect(add('1.2.0', option, at(name))).rejects.toThrow(`${name} does not say by its name`)
  expect(await readdir(at('repository/targets'))).toEqual(before)
})

it('takes only keys of the right role, and three different ones for a root', async () => {
  const rest = ['--targets-key', at('targets.pub'), '--online-key', at('online.pub'), '--draft', at('x')]
  const draft = (...names: string[]) => type('root', ...inRepository(), ...rootsOf(...names), ...rest)
  await expect(draft('root-1', 'root-2', 'targets')).rejects.toThrow('is a key for targets, not for root')
  await expect(draft('root-1', 'root-2', 'root-2')).rejects.toThrow('three different keys')
})

it('reads the passphrase from the standard input, and says in a sentence that it is wrong', async () => {
  const script = resolve(import.meta.dirname, '../../scripts/updateRepository.mjs')
  const run = (line: string, ...args: string[]) =>
    new Promise<string>((done, fail) => {
      const child = spawn(process.execPath, [script, ...args], {
        cwd: folder,
        env: { ...process.env, INIT_CWD: folder }
      })
      let said = ''
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (said += String(data)))
      child.on('error', fail).on('close', (code) => done(`${String(code)} ${said.trim()}`))
      child.stdin.end(`${line}\n`)
    })
  expect(await run(passphrase, 'keys', '--role', 'targets', '--out', 'piped')).toMatch(/^0 piped is the key/)
  const signing = ['sign', '--draft', 'targets.json', '--key', 'piped']
  expect(await run('something else', ...signing)).toMatch(/^1 [^]*The passphrase does not open piped\.$/)
}, 120_000)
