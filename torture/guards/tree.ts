import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { isEndToEnd, type NamedTest } from './list'
import { runNode } from './program'
import { literal } from './titles'
import { playwrightVerdict, type Verdict, unitVerdict } from './verdict'

const allParts = ['main', 'preload', 'renderer']
const packaged = 'out/tree'
const left = new Set(['.git', 'node_modules', 'out', 'test-results'])

/** A copy of the sources with its own out/, so that the working tree never lacks a guard. */
export class Tree {
  /** The parts of the built app that are missing, or were built from a mutant. */
  #stale = new Set(allParts)

  private constructor(readonly root: string) {}

  /** Copies the sources at `from` to `root`. */
  static copy(from: string, root: string): Tree {
    rmSync(root, { recursive: true, force: true })
    mkdirSync(join(root, 'out'), { recursive: true })
    for (const name of readdirSync(from).filter((one) => !left.has(one))) {
      cpSync(join(from, name), join(root, name), { recursive: true })
    }
    symlinkSync(join(from, 'node_modules'), join(root, 'node_modules'), 'junction')
    return new Tree(root)
  }

  /** Runs exactly these tests on the current tree, in which `changed` was changed. Resolves with a verdict for each. */
  async run(tests: NamedTest[], changed?: string): Promise<Map<NamedTest, Verdict>> {
    const endToEnd = tests.filter(isEndToEnd)
    const unit = tests.filter((test) => !isEndToEnd(test))
    return new Map([...(await this.#runVitest(unit)), ...(await this.#runPlaywright(endToEnd, changed))])
  }

  async #runVitest(tests: NamedTest[]): Promise<[NamedTest, Verdict][]> {
    if (tests.length === 0) return []
    const report = join(this.root, 'out/unit.json')
    rmSync(report, { force: true })
    const { output } = await runNode(
      this.root,
      [
        'node_modules/vitest/vitest.mjs',
        'run',
        ...unique(tests.map(({ file }) => file)),
        ...unique(tests.map(projectOf)).flatMap((project) => ['--project', project]),
        ...['-t', `^(${tests.map(({ title }) => literal(title)).join('|')})$`],
        '--reporter=./torture/guards/reporter.ts'
      ],
      { HOLDFAST_GUARD_REPORT: report }
    )
    return readReport(report, output, tests, (json, test) => unitVerdict(json, this.root, test))
  }

  async #runPlaywright(tests: NamedTest[], changed?: string): Promise<[NamedTest, Verdict][]> {
    if (tests.length === 0) return []
    const failure = (await this.#build(changed)) ?? (await this.#package(tests))
    if (failure !== undefined) return tests.map((test) => [test, { outcome: 'otherwise', message: failure }])
    const report = join(this.root, 'out/e2e.json')
    rmSync(report, { force: true })
    const { output } = await runNode(
      this.root,
      [
        'node_modules/@playwright/test/cli.js',
        ...['test', '-c', 'e2e/playwright.config.ts', '--reporter=json', '--workers=1'],
        ...unique(tests.map(({ file }) => `${literal(file)}$`)),
        ...['-g', `(${tests.map(({ title }) => literal(title)).join('|')})$`]
      ],
      { PLAYWRIGHT_JSON_OUTPUT_FILE: report, HOLDFAST_SHIPPED: join(this.root, packaged, 'linux-unpacked/holdfast') }
    )
    return readReport(report, output, tests, playwrightVerdict)
  }

  /**
   * Builds the parts that the change touched, and those built from an earlier mutant. Resolves with the failure, if there
   * is one.
   */
  async #build(changed?: string): Promise<string | undefined> {
    const touched = changed === undefined ? [] : partsOf(changed)
    const parts = new Set([...this.#stale, ...touched])
    this.#stale = new Set([...parts].filter((part) => touched.includes(part)))
    if (parts.size === 0) return undefined
    const { code, output } = await runNode(
      this.root,
      ['node_modules/electron-vite/bin/electron-vite.js', 'build', '--config', 'torture/guards/build.config.ts'],
      { HOLDFAST_BUILD_PARTS: [...parts].join(',') }
    )
    if (code === 0) return undefined
    this.#stale = parts
    return `it does not build: ${output.trim().split('\n').at(-1) ?? ''}`
  }

  /** Packages the built app if one of the tests is about the shipped app. Resolves with the failure, if there is one. */
  async #package(tests: NamedTest[]): Promise<string | undefined> {
    const needed = tests.some(({ file }) =>
      readFileSync(join(this.root, file), 'utf8').includes("from '../support/packaged'")
    )
    if (!needed) return undefined
    const args = ['node_modules/tsx/dist/cli.mjs', 'packaging/package.ts', '--dir', '--output', packaged]
    // A copy of the sources has no last commit to take the time from.
    const { code, output } = await runNode(this.root, args, { SOURCE_DATE_EPOCH: '1' })
    return code === 0 ? undefined : `it cannot be packaged: ${output.trim().split('\n').at(-1) ?? ''}`
  }
}

/** Returns the parts of the built app that hold this file. */
function partsOf(file: string): string[] {
  const [folder = ''] = file.split('/')
  if (['e2e', 'packaging', 'sandbox', 'scripts', 'torture'].includes(folder)) return []
  return allParts.includes(folder) ? [folder] : allParts
}

function projectOf({ file }: NamedTest): string {
  if (file.startsWith('renderer/')) return 'dom'
  return file.startsWith('torture/') ? 'torture' : 'node'
}

const unique = (all: string[]): string[] => [...new Set(all)]

function readReport(
  file: string,
  output: string,
  tests: NamedTest[],
  read: (report: unknown, test: NamedTest) => Verdict
): [NamedTest, Verdict][] {
  const report = readJson(file)
  const message = `the test did not run: ${output.trim().slice(-300)}`
  return tests.map((test) => [test, report === undefined ? { outcome: 'otherwise', message } : read(report, test)])
}

/** Returns the JSON that a tool wrote, or undefined if it wrote none. */
function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}
