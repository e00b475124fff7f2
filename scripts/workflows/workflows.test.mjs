import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { root } from '../run/machine.mjs'
import { releaseRules, rules } from './rules.mjs'

const folder = join(root, '.github/workflows')
const workflows = await readdir(folder)
const texts = Object.fromEntries(
  await Promise.all(workflows.map(async (file) => [file, await readFile(join(folder, file), 'utf8')]))
)
const { scripts } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))

/** Returns the text of a workflow with a change. Throws if the change changes nothing, because that is an error in the test. */
function changed(file, from, to) {
  const text = texts[file].replace(from, to)
  expect(text).not.toBe(texts[file])
  return text
}

/** Returns the violations of a rule in a workflow. */
function broken(rule, file, text = texts[file]) {
  const facts = { file, text, workflows, scripts: Object.keys(scripts), exists: (path) => existsSync(join(root, path)) }
  return { ...rules, ...releaseRules }[rule](parse(text), facts)
}

/** Resolves with the errors that GitHub's own parser finds, including the calls between workflows. */
async function lint(file, text = texts[file]) {
  const { context, value } = parseWorkflow({ name: file, content: text }, new NoOperationTraceWriter())
  if (context.errors.count === 0 && value !== undefined) {
    const getFileContent = ({ path }) => {
      const name = path.replace('.github/workflows/', '')
      return Promise.resolve({ name, content: texts[name] ?? '' })
    }
    await convertWorkflowTemplate(context, value, { getFileContent }, { fetchReusableWorkflowDepth: 1 })
  }
  return context.errors.getErrors().map(({ message }) => message)
}

it('there are workflows to check', () => {
  expect(workflows.sort()).toEqual(['build.yml', 'check.yml', 'release.yml', 'test.yml', 'timestamp.yml'])
})

describe.each(workflows)('%s', (file) => {
  it('is understood by the parser of GitHub', async () => {
    expect(await lint(file)).toEqual([])
  })

  it.each(Object.keys(rules))('is a workflow that %s', (rule) => {
    expect(broken(rule, file)).toEqual([])
  })
})

describe('the release', () => {
  it.each(Object.keys(releaseRules))('is one that %s', (rule) => {
    expect(broken(rule, 'release.yml')).toEqual([])
  })
})

it('an action is the same everywhere', () => {
  const pins = Object.values(texts).flatMap((text) => text.match(/uses: \S+@.*/g) ?? [])
  expect(new Set(pins).size).toBe(new Set(pins.map((pin) => pin.split('@')[0])).size)
})

it('every change is tested on three systems', () => {
  const runners = texts['check.yml'].match(/(?<=(runs-on|runner): )[a-z]+/g)
  expect([...new Set(runners)].sort()).toEqual(['macos', 'ubuntu', 'windows'])
})

describe('the parser of GitHub notices', () => {
  it.each([
    ['a word that no workflow knows', 'check.yml', ['timeout-minutes: 75', 'timeout-minute: 75']],
    ['a context that does not exist', 'check.yml', ['${{ matrix.system }}', '${{ matrx.system }}']],
    ['a permission that does not exist', 'check.yml', ['contents: read', 'content: read']],
    ['a job that waits for none', 'release.yml', ['needs: tag', 'needs: tags']],
    ['an input that the called workflow does not have', 'release.yml', ['system: ${{ matrix', 'sytem: ${{ matrix']],
    ['an event that does not exist', 'timestamp.yml', ['schedule:', 'schedules:']]
  ])('%s', async (_, file, [from, to]) => {
    expect(await lint(file, changed(file, from, to))).not.toEqual([])
  })
})

const checkout = 'actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd'

describe('a rule notices', () => {
  it.each([
    [
      'is started by nothing that runs foreign code with our rights',
      'check.yml',
      ['  pull_request:', '  pull_request_target:']
    ],
    ['gives no permission by default', 'check.yml', ['permissions: {}', 'permissions:\n  contents: read']],
    ['gives no permission by default', 'check.yml', ['permissions: {}\n', '']],
    [
      'names the permissions of each job one by one',
      'check.yml',
      ['    permissions:\n      contents: read', '    permissions: read-all']
    ],
    ['lets a job write only where it makes or publishes a release', 'check.yml', ['contents: read', 'contents: write']],
    [
      'lets a job write only where it makes or publishes a release',
      'release.yml',
      ['contents: read', 'contents: write']
    ],
    ['ends a job that hangs', 'check.yml', ['    timeout-minutes: 75\n', '']],
    ['does not run beside itself', 'check.yml', ['concurrency:', 'env:']],
    ['runs on systems of a known version', 'check.yml', ['ubuntu-24.04', 'ubuntu-latest']],
    ['runs on systems of a known version', 'release.yml', ['runner: macos-15', 'runner: macos-latest']],
    ['runs its commands in the same shell everywhere', 'check.yml', ['shell: bash', 'shell: sh']],
    [
      'pins every action by its whole hash, with its version beside it',
      'check.yml',
      [`${checkout} # v6.0.2`, 'actions/checkout@v6.0.2 # v6.0.2']
    ],
    [
      'pins every action by its whole hash, with its version beside it',
      'check.yml',
      [`${checkout} # v6.0.2`, checkout]
    ],
    [
      'calls only workflows of this repository',
      'release.yml',
      ['./.github/workflows/build.yml', 'other/place/.github/workflows/build.yml@main']
    ],
    ['leaves no credentials in the checkout', 'check.yml', ['persist-credentials: false', 'persist-credentials: true']],
    ['leaves no credentials in the checkout', 'release.yml', ['          persist-credentials: false\n', '']],
    [
      'puts no expression into a command, where its text would be run',
      'check.yml',
      ['run: npm ci', 'run: npm ci ${{ github.head_ref }}']
    ],
    [
      'keeps secrets and our token from pull requests',
      'check.yml',
      ['run: npm ci', 'env: { KEY: "${{ secrets.CSC_LINK }}" }']
    ],
    [
      'keeps secrets and our token from pull requests',
      'check.yml',
      ['run: npm ci', 'env: { KEY: "${{ github.token }}" }']
    ],
    ['uses a secret only where an environment guards it', 'build.yml', ['    environment: signing\n', '']],
    ['hands secrets on by name', 'release.yml', [/ {4}secrets:\n( {6}.*\n)+/, '    secrets: inherit\n']],
    ['calls scripts and files that exist', 'check.yml', ['npm run lint', 'npm run lints']],
    ['calls scripts and files that exist', 'test.yml', ['makeTestCopy.ts', 'makeTestCopies.ts']],
    ['begins with a tag of a version, and with nothing else', 'release.yml', ["tags: ['v*']", 'branches: [main]']],
    ['builds and tests on three systems', 'release.yml', [/ {10}- system: windows\n.*\n/, '']],
    ['tests what was built, and drafts what was tested', 'release.yml', ['needs: build', 'needs: tag']],
    [
      'tests what was built, and drafts what was tested',
      'release.yml',
      ['needs: [tag, build, test]', 'needs: [tag, build]']
    ],
    [
      'publishes last, after all else and a person’s yes',
      'release.yml',
      ['[tag, build, test, draft]', '[tag, build, draft]']
    ],
    ['publishes last, after all else and a person’s yes', 'release.yml', ['    environment: publish\n', '']],
    [
      'publishes last, after all else and a person’s yes',
      'release.yml',
      ['    environment: publish\n', '    environment: publish\n    if: always()\n']
    ],
    ['publishes last, after all else and a person’s yes', 'release.yml', ['needs: tag', 'needs: publish']],
    ['takes the draft out in one place', 'release.yml', ['--draft --verify-tag', '--verify-tag']],
    [
      'believes the provenance that it gave for this tag, and no other',
      'release.yml',
      [' --source-ref "refs/tags/$TAG"', '']
    ],
    [
      'believes the provenance that it gave for this tag, and no other',
      'release.yml',
      ['/.github/workflows/release.yml" --source', '/.github/workflows/check.yml" --source']
    ]
  ])('when it no longer holds that a workflow %s (%s, %#)', (rule, file, [from, to]) => {
    expect(broken(rule, file, changed(file, from, to))).not.toEqual([])
  })
})

it('every rule was seen to notice', async () => {
  const text = await readFile(join(root, 'scripts/workflows/workflows.test.mjs'), 'utf8')
  const notices = text.slice(text.indexOf("describe('a rule notices'"))
  expect(Object.keys({ ...rules, ...releaseRules }).filter((rule) => !notices.includes(`'${rule}'`))).toEqual([])
})
