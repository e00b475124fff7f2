import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { type Guard, isEndToEnd, type NamedTest, readGuards } from './list'
import { mutantOf, withoutIt } from './mutation'
import { Tree } from './tree'
import { TypeChecker } from './types'
import type { Verdict } from './verdict'

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')
const copies = join(root, 'out/guards')

/** Removes the guards that the arguments name, one at a time, and shows that each one's test fails. */
async function main(): Promise<void> {
  const guards = chosen(readGuards())
  const clean = Tree.copy(root, join(copies, 'clean'))
  const trees = ['first', 'second'].map((name) => Tree.copy(root, join(copies, name)))

  const tests = new Map(guards.map(({ test }) => [keyOf(test), test]))
  const asItIs = new Map<string, Verdict>()
  await Promise.all(
    [isEndToEnd, (test: NamedTest) => !isEndToEnd(test)].map(async (kind, index) => {
      const verdicts = await trees[index]?.run([...tests.values()].filter(kind))
      for (const [test, verdict] of verdicts ?? []) asItIs.set(keyOf(test), verdict)
    })
  )

  const checker = new TypeChecker(clean.root)
  const outcomes = new Map<Guard, string | undefined>()
  await shareOut(trees, guards, async (tree, guard) => {
    const started = performance.now()
    const complaint = await complaintAbout(guard, tree, checker, asItIs.get(keyOf(guard.test)))
    outcomes.set(guard, complaint)
    const seconds = ((performance.now() - started) / 1000).toFixed(1)
    console.log(
      `${complaint === undefined ? '✓' : '✗'} ${guard.id} (${seconds} s)${complaint === undefined ? '' : `: ${complaint}`}`
    )
  })
  process.exitCode = report(outcomes)
}

const keyOf = ({ file, title }: NamedTest): string => `${file} ${title}`

/** Shares the work between two trees. One begins with the end-to-end tests, the other with the unit tests. */
async function shareOut(
  trees: Tree[],
  guards: Guard[],
  work: (tree: Tree, guard: Guard) => Promise<void>
): Promise<void> {
  const endToEnd = guards.filter(({ test }) => isEndToEnd(test))
  const queue = [...endToEnd, ...guards.filter((guard) => !endToEnd.includes(guard))]
  await Promise.all(
    trees.map(async (tree, index) => {
      const next = (): Guard | undefined => (index === 0 ? queue.shift() : queue.pop())
      for (let guard = next(); guard !== undefined; guard = next()) await work(tree, guard)
    })
  )
}

/** Resolves with the fault of the guard's entry, or undefined if the guard's test fails without the guard. */
async function complaintAbout(
  guard: Guard,
  tree: Tree,
  checker: TypeChecker,
  asItIs: Verdict | undefined
): Promise<string | undefined> {
  if (asItIs?.outcome !== 'passed') return `the test fails with the guard in place: ${asItIs?.message ?? ''}`
  try {
    const text = mutantOf(tree.root, guard)
    return await withoutIt(tree.root, guard, async () => {
      const [error] = await checker.errorsOf(tree.root, guard.file, text)
      if (error !== undefined) return `the mutant does not type-check: ${error}`
      const verdict = (await tree.run([guard.test], guard.file)).get(guard.test)
      if (verdict?.outcome === 'passed') return 'the test does not notice'
      if (verdict?.outcome === 'assertion') return undefined
      return `the test fails, but not by an assertion: ${verdict?.message ?? ''}`
    })
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** Returns the guards that `--only`, `--area`, `--claims` and `--shard` select. Lists are separated by commas. */
function chosen(guards: Guard[]): Guard[] {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      area: { type: 'string' },
      claims: { type: 'string' },
      shard: { type: 'string', default: '1/1' }
    }
  })
  const [part = 1, parts = 1] = values.shard.split('/').map(Number)
  const within = (list: string | undefined, ...names: string[]): boolean =>
    list === undefined || names.some((name) => list.split(',').includes(name))
  return guards
    .filter(
      ({ id, area, claims }) => within(values.only, id) && within(values.area, area) && within(values.claims, ...claims)
    )
    .filter((_, index) => index % parts === part - 1)
}

/** Prints a table by claim and the count. Returns the exit code. No guard at all is an error in the arguments. */
function report(outcomes: Map<Guard, string | undefined>): number {
  const failed = [...outcomes].filter(([, complaint]) => complaint !== undefined)
  const claims = [...new Set([...outcomes.keys()].flatMap((guard) => guard.claims))]
  const numeric = new Intl.Collator('en', { numeric: true })
  const width = Math.max(5, ...claims.map((claim) => claim.length))
  console.log(`\n${'Claim'.padEnd(width)}  Guards  Held`)
  for (const claim of claims.sort((one, other) => numeric.compare(one, other))) {
    const mine = [...outcomes].filter(([guard]) => guard.claims.includes(claim))
    const held = mine.every(([, complaint]) => complaint === undefined)
    console.log(`${claim.padEnd(width)}  ${String(mine.length).padStart(6)}  ${held ? 'yes' : 'NO'}`)
  }
  for (const [{ id, area }, complaint] of failed) console.log(`✗ ${area} ${id}: ${complaint ?? ''}`)
  console.log(`${outcomes.size - failed.length} passed, ${failed.length} failed`)
  return failed.length === 0 && outcomes.size > 0 ? 0 : 1
}

await main()
