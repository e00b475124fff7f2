import { spawnSync } from 'node:child_process'
import { appendFile, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../main/ground/temporaryFolder.testing.ts'
import { Stop } from '../setup/stop.mjs'
import { release } from './release.mjs'

const english = '# Changelog\n\n## [Unreleased]\n\n### Added\n\n- A **thing**.\n'
const chinese = '# 更新日志\n\n## [Unreleased]\n\n### 新增\n\n- 一样东西。\n'

let template, folder, root, said

/** A repository with an origin is made once: a dozen calls of git are slow on a busy computer. */
beforeAll(async () => {
  template = await mkdtemp(join(tmpdir(), 'holdfast-release-'))
  inFolder(template, 'git', 'init', '--quiet', '--bare', '--initial-branch=main', 'origin')
  inFolder(template, 'git', 'clone', '--quiet', 'origin', 'clone')
  root = join(template, 'clone')
  git('checkout', '--quiet', '-B', 'main')
  git('config', 'user.name', 'Wren')
  git('config', 'user.email', 'wren@example.org')
  git('config', 'commit.gpgsign', 'false')
  git('config', 'user.signingkey', '')
  await write('package.json', { name: 'holdfast', version: '0.1.0' })
  await write('package-lock.json', { name: 'holdfast', version: '0.1.0', packages: { '': { version: '0.1.0' } } })
  await writeFile(join(root, 'CHANGELOG.md'), english)
  await writeFile(join(root, 'CHANGELOG.zh-CN.md'), chinese)
  commitAndPush('begin')
  git('tag', 'v0.1.0')
})
afterAll(() => rm(template, { recursive: true }))

beforeEach(async () => {
  folder = await temporaryFolder()
  await cp(template, folder, { recursive: true })
  root = join(folder, 'clone')
  said = []
  git('remote', 'set-url', 'origin', join(folder, 'origin'))
})

function inFolder(cwd, command, ...args) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`)
  return stdout.trim()
}
const git = (...args) => inFolder(root, 'git', ...args)
const write = (file, manifest) => writeFile(join(root, file), `${JSON.stringify(manifest, null, 2)}\n`)
const read = (file) => readFile(join(root, file), 'utf8')
function commitAndPush(subject) {
  git('add', '--all')
  git('commit', '--quiet', '--message', subject)
  git('push', '--quiet', 'origin', 'main')
}

const begin = (options) =>
  release({
    root,
    wanted: '0.2.0',
    dryRun: false,
    today: '2026-12-01',
    checkRuntime: () => Promise.resolve(),
    test: () => Promise.resolve(0),
    say: (line) => said.push(line),
    ...options
  })

/** Resolves with everything that a release could change here or at origin. */
const state = () => [
  git('status', '--porcelain'),
  git('for-each-ref'),
  inFolder(join(folder, 'origin'), 'git', 'show-ref')
]

describe('a release', () => {
  it('leaves one commit with the version in every file, and an annotated tag that holds the notes', async () => {
    await begin()
    expect(git('log', '-1', '--format=%s')).toBe('chore(release): 0.2.0')
    expect(git('status', '--porcelain')).toBe('')
    expect(JSON.parse(await read('package.json')).version).toBe('0.2.0')
    const lock = JSON.parse(await read('package-lock.json'))
    expect([lock.version, lock.packages[''].version]).toEqual(['0.2.0', '0.2.0'])
    expect(await read('CHANGELOG.md')).toContain('## [Unreleased]\n\n## [0.2.0] - 2026-12-01\n')
    expect(await read('CHANGELOG.zh-CN.md')).toContain('## [0.2.0] - 2026-12-01\n\n### 新增\n')
    expect(git('cat-file', '-t', 'v0.2.0')).toBe('tag')
    expect(git('for-each-ref', '--format=%(contents)', 'refs/tags/v0.2.0')).toBe(
      'Holdfast 0.2.0\n\nAdded\n\n• A thing.'
    )
    expect(git('rev-parse', 'v0.2.0^{commit}')).toBe(git('rev-parse', 'HEAD'))
  })

  it('sends nothing away, and says which command does', async () => {
    const [, , before] = state()
    await begin()
    expect(state()[2]).toBe(before)
    expect(said.join()).toContain('git push --atomic origin main v0.2.0')
  })

  it('tests exactly what it tags', async () => {
    let tested
    await begin({
      test: async () => {
        tested = await read('package.json')
        return 0
      }
    })
    expect(tested).toBe(git('show', 'v0.2.0:package.json') + '\n')
  })

  it('begins at 0.1.0 where nothing was released yet', async () => {
    git('tag', '--delete', 'v0.1.0')
    await begin({ wanted: '0.1.0' })
    expect(git('tag', '--list')).toBe('v0.1.0')
  })
})

describe('a rehearsal', () => {
  it('shows the notes in every language and changes nothing', async () => {
    const before = state()
    await begin({ dryRun: true, test: () => Promise.reject(new Error('A rehearsal runs no tests.')) })
    expect(state()).toEqual(before)
    expect(said.join('\n')).toContain('• A thing.')
    expect(said.join('\n')).toContain('• 一样东西。')
  })
})

describe('a release is refused, and nothing changes,', () => {
  const refused = async (reason, options) => {
    const before = state()
    const error = await begin(options).catch((thrown) => thrown)
    expect(error).toBeInstanceOf(Stop)
    expect(error.message).toContain(reason)
    expect(state()).toEqual(before)
  }

  it('where the tree has a changed file', async () => {
    await appendFile(join(root, 'CHANGELOG.md'), '- Late.\n')
    await refused('The working tree has changes')
  })

  it('where the tree has a new file', async () => {
    await writeFile(join(root, 'late.txt'), '')
    await refused('The working tree has changes')
  })

  it('from another branch', async () => {
    git('checkout', '--quiet', '-b', 'elsewhere')
    await refused('made from main')
  })

  it('where origin has something newer', async () => {
    await writeFile(join(root, 'newer.txt'), '')
    commitAndPush('newer')
    git('reset', '--quiet', '--hard', 'HEAD~1')
    await refused('main of origin differ')
  })

  it('for a version that origin has released, though its tag was not here', async () => {
    inFolder(join(folder, 'origin'), 'git', 'tag', 'v0.2.0')
    const head = git('rev-parse', 'HEAD')
    await expect(begin()).rejects.toThrow('0.2.0 cannot follow 0.2.0')
    expect(git('rev-parse', 'HEAD')).toBe(head)
  })

  it('for something that is no version', () => refused('three numbers', { wanted: '0.2' }))

  it('where nothing is unreleased', async () => {
    await writeFile(join(root, 'CHANGELOG.md'), '# Changelog\n\n## [Unreleased]\n')
    commitAndPush('empty')
    await refused('CHANGELOG.md names no change')
  })

  it('where the notes are in one language only', async () => {
    await writeFile(join(root, 'CHANGELOG.zh-CN.md'), '# 更新日志\n\n## [Unreleased]\n')
    commitAndPush('one language')
    await refused('CHANGELOG.zh-CN.md names no change')
  })

  it('on another Electron than that of package.json', () =>
    refused('official Electron', {
      checkRuntime: () => Promise.reject(new Stop('A release needs the official Electron.'))
    }))

  it('where the key fails that git knows for signing, rather than tagged without', async () => {
    git('config', 'user.signingkey', 'wren@example.org')
    git('config', 'gpg.program', 'false')
    await refused('git tag failed')
  })

  it('where a test fails', () => refused('The tests failed', { test: () => Promise.resolve(1) }))
})
