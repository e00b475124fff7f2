import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathWithBrowserRecorder } from '../e2e/support/browserRecorder'
import { startSandbox } from '../sandbox'
import { buildIn, measureSignIn } from './builds'
import { headings, orderOf, tableRow } from './figures'
import { measure, reference, root } from './programs'

const rounds = 12
/** Memory is measured in one of this many rounds. */
const memoryEvery = 3
const signIns = 5
const against = process.env['HOLDFAST_BENCH_AGAINST']

const sandbox = await startSandbox()
const profiles = await mkdtemp(join(tmpdir(), 'holdfast-bench-'))
const { account = '', password = '' } = sandbox.people[0] ?? {}
// The time to open a browser is not the app's, so it is not measured.
process.env['PATH'] = await pathWithBrowserRecorder(profiles)

const own = buildIn(root, 'Holdfast', sandbox, profiles)
/** The same build at the page that sessions began at before there was Overview. */
const methodsAlone = buildIn(root, 'at its methods', sandbox, profiles, 'methods')
const others = against === undefined ? [] : [buildIn(against, 'other build', sandbox, profiles)]
const builds = [own, methodsAlone, ...others]
for (let run = 0; run < signIns; run++) {
  for (const build of orderOf(builds, run)) await measureSignIn(build, String(run), account, password)
}

const references = [
  methodsAlone,
  ...others,
  reference('plain window', 'plainWindow'),
  reference('with its posture', 'postureWindow')
]
const all = [own, ...references]
for (let round = 0; round < rounds; round++) {
  for (const one of orderOf(all, round)) await measure(one, round % memoryEvery === 0)
}

console.log('\nMedians, with the middle half of all runs; a ratio is Holdfast by the reference.')
const names = references.map(({ name }) => name)
console.log(headings([own.name, ...names], names))
for (const [name, of] of [
  ['spawn to painted page, ms', 'starts'],
  ['memory of all processes, idle, MB', 'memory']
] as const) {
  console.log(
    tableRow(
      name,
      own[of],
      references.map((one) => one[of])
    )
  )
}
const otherSignIns = [methodsAlone, ...others].map((build) => build.signIns)
console.log(tableRow('own share of a sign-in, ms', own.signIns, otherSignIns))

await sandbox.close()
await rm(profiles, { recursive: true })
