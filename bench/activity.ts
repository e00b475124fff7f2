import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron } from '@playwright/test'
import { pathWithBrowserRecorder } from '../e2e/support/browserRecorder'
import { pause } from '../main/ground/pause'
import { rowsPerRequest } from '../main/tenant/loginHistory'
import { startSandbox } from '../sandbox'
import { signInAs } from '../sandbox/testing/browser.testing'
import { firstAnswerOf, hasRows } from './answers'
import { buildIn } from './builds'
import {
  firstLook,
  frames,
  listsThere,
  markRows,
  newFirstRow,
  paintedAfterRow,
  paintedAtRow,
  paintedWhen,
  readUntil,
  rowsKnown,
  showAllRead,
  slowFrameMs,
  slowFrames
} from './activityPage'
import { headings, privateMegabytes, shareOf, tableRow } from './figures'
import { asRoot, executable, root } from './programs'

/** The place among the sandbox's people of the one with 100,000 sign-ins. */
const priya = 4
const deepRow = 99_950
const repeats = 5
const idleMs = 3_000

const sandbox = await startSandbox()
const profiles = await mkdtemp(join(tmpdir(), 'holdfast-bench-'))
process.env['PATH'] = await pathWithBrowserRecorder(profiles)
const { argsFor } = buildIn(root, 'Holdfast', sandbox, profiles, 'methods')
const app = await _electron.launch({
  executablePath: executable,
  args: argsFor('activity'),
  cwd: root,
  chromiumSandbox: !asRoot
})
const page = await app.firstWindow()
const debug = await page.context().newCDPSession(page)
const renderer = await app.evaluate(({ BrowserWindow }) =>
  BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId()
)
const main = app.process().pid
const firstMethods = firstAnswerOf(sandbox, '/api/v3/list-enrolled-factors')
const firstHistory = firstAnswerOf(sandbox, '/api/v3/get-my-login-history', hasRows)

await signIn()
await firstLook(page)
const memoryBefore = await settledMemory(renderer)
const mainBefore = await privateMemory(main)
const slowBefore = await slowFrames(page, 'main')
const methods = []
for (let round = 0; round < repeats; round++) {
  firstMethods()
  await page.reload()
  methods.push((await paintedWhen(page, listsThere)) - firstMethods())
}

firstHistory()
await press('Activity')
const first = [(await paintedWhen(page, newFirstRow)) - firstHistory()]
await page.locator('figcaption').waitFor()
// Each filter has a list of its own, which is asked for.
for (const filter of ['Successful', 'Refused']) {
  firstHistory()
  first.push((await choose(filter)) - firstHistory())
}
await choose('All')

const walk = await readUntil(page, deepRow - repeats * rowsPerRequest)
await showAllRead(page)
const deep = []
for (let round = 0; round < repeats; round++) {
  const known = await rowsKnown(page)
  firstHistory()
  deep.push((await paintedAfterRow(page, known)) - firstHistory())
}
await readUntil(page, Infinity)
// The page learns from its next request that nothing older is left.
await paintedAfterRow(page, (await rowsKnown(page)) - 1)
const again = []
for (let round = 0; round < repeats; round++) again.push(await paintedAtRow(page, deepRow))
const slow = await slowFrames(page, '.scroller')
const memory = await settledMemory(renderer)
const saved = await saveAll()

console.log('\nActivity of somebody with 100,000 sign-ins, beside Sign-in methods in the same run.')
console.log(headings(['Activity', 'Sign-in methods'], ['Sign-in methods']))
console.log(tableRow('answer to painted row 1, ms', first, [methods]))
console.log(tableRow(`answer to rows before ${deepRow}, ms`, deep, [methods]))
console.log(tableRow(`scrolled to painted row ${deepRow}, ms`, again, [methods]))
console.log(tableRow('private memory of the page, MB', [memory], [[memoryBefore]]))
console.log(tableRow('most memory of main in an export, MB', [saved.most], [[mainBefore]]))
console.log(`  frames over ${slowFrameMs} ms: ${shareOf(slow, frames)}, at rest ${shareOf(slowBefore, frames)}`)
console.log(`  walked back in ${walk.toFixed(0)} s, saved all in ${saved.seconds.toFixed(1)} s`)
await app.close()
await sandbox.close()
await rm(profiles, { recursive: true })

async function signIn(): Promise<void> {
  const { account = '', password = '' } = sandbox.people[priya] ?? {}
  await press('Sign in with your browser')
  const link = await page.getByRole('textbox', { name: 'Sign-in link' }).inputValue()
  const callback = await signInAs(link, account, password)
  await once(get(callback, { agent: false }), 'response')
  await paintedWhen(page, listsThere)
}

function press(name: string): Promise<void> {
  return page.getByRole('button', { name, exact: true }).click()
}

/** Chooses a filter. Resolves with the moment in ms since the epoch at which its first row has been painted. */
async function choose(filter: string): Promise<number> {
  await markRows(page)
  const painted = paintedWhen(page, newFirstRow)
  await page.getByText(filter, { exact: true }).first().click()
  return painted
}

async function privateMemory(pid = NaN): Promise<number> {
  return privateMegabytes(await readFile(`/proc/${pid}/smaps_rollup`, 'utf8'))
}

/** Resolves with the MB that the page holds after its garbage was collected. */
async function settledMemory(pid?: number): Promise<number> {
  await debug.send('HeapProfiler.collectGarbage')
  await pause(idleMs)
  return privateMemory(pid)
}

/** Saves everything. Resolves with the seconds, and with the most MB that main held meanwhile. */
async function saveAll(): Promise<{ seconds: number; most: number }> {
  await app.evaluate(
    ({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
    },
    join(profiles, 'sign-ins.csv')
  )
  await press('Save as…')
  await press('Choose a place…')
  const startedAt = Date.now()
  const ended = page.getByText('Sign-ins saved').waitFor({ timeout: 300_000 })
  let most = 0
  for (let saving = true; saving;) {
    saving = await Promise.race([ended.then(() => false), pause(100).then(() => true)])
    most = Math.max(most, await privateMemory(main))
  }
  return { seconds: (Date.now() - startedAt) / 1000, most }
}
