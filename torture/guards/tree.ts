import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { isEndToEnd, type NamedTest } from './list'
import { runNode } from './program'
import { literal } from './titles'
import { playwrightVerdict, type Verdict, unitVerdict } from './verdict'

const allParts = ['main', 'preload', 'renderer']
const left = new Set(['.git', 'node_modules', 'out', 'test-results'])

/** A copy of the sources with an out/ of its own, so that no guard is ever missing from the tree people work in. */
export class Tree {
  /** Parts of the built app that are missing, or were built from a mutant. */
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

  /** Runs the named test on the tree as it stands, in which `changed` was changed. */
  async run(test: NamedTest, changed?: string): Promise<Verdict> {
    if (!isEndToEnd(test)) return this.#runVitest(test)
    const failure = await this.#build(changed)
    if (failure !== undefined) return { outcome: 'otherwise', message: failure }
    return this.#runPlaywright(test)
  }

  async #runVitest(test: NamedTest): Promise<Verdict> {
    const report = join(this.root, 'out/unit.json')
    rmSync(report, { force: true })
    const args = ['run', '--project', projectOf(test.file), test.file, '-t', `^${literal(test.title)}$`]
    const { output } = await runNode(
      this.root,
      ['node_modules/vitest/vitest.mjs', ...args, '--reporter=./torture/guards/reporter.ts'],
      { HOLDFAST_GUARD_REPORT: report }
    )
    return readReport(report, output, (json) => unitVerdict(json, this.root, test))
  }

  async #runPlaywright(test: NamedTest): Promise<Verdict> {
    const report = join(this.root, 'out/e2e.json')
    rmSync(report, { force: true })
    const file = `${literal(test.file)}$`
    const args = ['test', '-c', 'e2e/playwright.config.ts', file, '-g', `${literal(test.title)}$`, '--workers=1']
    const { output } = await runNode(
      this.root,
      [
        'node_modules/@playwright/test/cli.js',
        ...args,
        '--reporter=json',
        `--output=${join(this.root, 'test-results')}`
      ],
      { PLAYWRIGHT_JSON_OUTPUT_FILE: report }
    )
    return readReport(report, output, (json) => playwrightVerdict(json, test))
  }

  /** Builds what the change touched, and what an earlier mutant left behind. Resolves with the failure, if there is one. */
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
}

/** Returns the parts of the built app that hold this file. */
function partsOf(file: string): string[] {
  const [folder = ''] = file.split('/')
  if (['e2e', 'sandbox', 'scripts', 'torture'].includes(folder)) return []
  return allParts.includes(folder) ? [folder] : allParts
}

function projectOf(file: string): string {
  if (file.startsWith('renderer/')) return 'dom'
  return file.startsWith('torture/') ? 'torture' : 'node'
}

function readReport(file: string, output: string, read: (report: unknown) => Verdict): Verdict {
  let report: unknown
  try {
    report = JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return { outcome: 'otherwise', message: `the test did not run: ${output.trim().slice(-300)}` }
  }
  return read(report)
}
