import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { _electron, type Page } from '@playwright/test'
import { pathWithBrowserRecorder } from '../e2e/browserRecorder'
import { processTree } from '../e2e/processes'
import { pause } from '../main/pause'
import { startSandbox } from '../sandbox'
import { signInAs } from '../sandbox/browser'
import { paintedAt } from './devtools'
import { columns, debuggerAddress, orderOf, proportionalMegabytes, spreadOf, tableRow } from './figures'

const rounds = 12
/** Memory is looked at in each round of so many. */
const memoryEvery = 3
const idleMs = 6_000
/** What somebody takes at the very least to sign in there, in ms. */
const personMs = 3_000
const root = fileURLToPath(new URL('..', import.meta.url))
const executable = process.env['HOLDFAST_ELECTRON'] ?? ''
const asRoot = process.getuid?.() === 0

interface Measured {
  name: string
  args: string[]
  /** An expression that becomes true in the page as soon as all of it is there. */
  complete: string
  starts: number[]
  memory: number[]
}

const reference = (name: string, folder: string): Measured => ({
  name,
  args: [join(root, 'bench', folder)],
  complete: "document.querySelector('h1') !== null",
  starts: [],
  memory: []
})

/** Reads on for as long as the process lives, so that it can go on writing. */
function debuggerOf({ stderr }: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    stderr?.setEncoding('utf8')
    stderr?.on('data', (part) => {
      said += String(part)
      const address = debuggerAddress(said)
      if (address !== undefined) resolve(address)
    })
    stderr?.on('end', () => reject(new Error(`Electron ended before it could be measured: ${said}`)))
  })
}

/** MB that the process and all that it started hold, shared pages counted once. */
async function memoryOf({ pid = NaN }: ChildProcess): Promise<number> {
  await pause(idleMs)
  const rollups = (await processTree(pid)).map((one) => readFile(`/proc/${one.pid}/smaps_rollup`, 'utf8'))
  return (await Promise.all(rollups)).reduce((sum, rollup) => sum + proportionalMegabytes(rollup), 0)
}

/** From the moment at which this process starts it to the painted frame, by the clock that both of them share. */
async function measure({ args, complete, starts, memory }: Measured, withMemory: boolean): Promise<void> {
  const switches = [...(asRoot ? ['--no-sandbox'] : []), '--remote-debugging-port=0']
  const startedAt = performance.timeOrigin + performance.now()
  const child = spawn(executable, [...args, ...switches], { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] })
  const ended = once(child, 'exit')
  starts.push((await paintedAt(await debuggerOf(child), complete)) - startedAt)
  if (withMemory) memory.push(await memoryOf(child))
  child.kill()
  await ended
}

/** Resolves with the ms since the epoch at which the page shows `selector` with `text` in it, read in the page itself. */
function shownAt(page: Page, selector: string, text: string): Promise<number> {
  return page.evaluate(
    async ([wanted = '', words = '']) => {
      while (![...document.querySelectorAll(wanted)].some((one) => one.textContent.includes(words))) {
        await new Promise(requestAnimationFrame)
      }
      return Date.now()
    },
    [selector, text]
  )
}

/** ms that the app itself takes of a sign-in: from the click to the link, and from the redirect to the list. */
async function signInTime(args: string[], account: string, password: string): Promise<number> {
  const app = await _electron.launch({ executablePath: executable, args, cwd: root, chromiumSandbox: !asRoot })
  const page = await app.firstWindow()
  const button = page.getByRole('button', { name: 'Sign in with your browser' })
  await button.waitFor()
  const clickedAt = page.evaluate(
    () =>
      new Promise<number>((resolve) => document.addEventListener('click', () => resolve(Date.now()), { once: true }))
  )
  const linkAt = shownAt(page, 'input', '')
  await button.click()
  const linkAfter = (await linkAt) - (await clickedAt)
  const link = await page.getByRole('textbox', { name: 'Sign-in link' }).inputValue()
  const callback = await signInAs(link, account, password)
  await pause(personMs)
  const listAt = shownAt(page, 'h3', 'Authenticator app')
  const returnedAt = Date.now()
  await once(get(callback, { agent: false }), 'response')
  const listAfter = (await listAt) - returnedAt
  await app.close()
  console.log(`  click to link ${linkAfter.toFixed(0)} ms, redirect to list ${listAfter.toFixed(0)} ms`)
  return linkAfter + listAfter
}

const sandbox = await startSandbox()
const profiles = await mkdtemp(join(tmpdir(), 'holdfast-bench-'))
const { account = '', password = '' } = sandbox.people[0] ?? {}
// What opening a browser takes is not the app's share.
process.env['PATH'] = await pathWithBrowserRecorder(profiles)
const argsFor = (profile: string): string[] => [
  root,
  `--host=${sandbox.host}`,
  `--app-id=${sandbox.appId}`,
  `--profile=${join(profiles, profile)}`,
  '--lang=en'
]

const signIns: number[] = []
for (let run = 0; run < 5; run++) signIns.push(await signInTime(argsFor(`sign-in-${run}`), account, password))

const own: Measured = {
  name: 'Holdfast',
  args: argsFor('sign-in-0'),
  complete:
    "[...document.querySelectorAll('h3')].some((one) => one.textContent.includes('Authenticator app')) && document.querySelector('[aria-busy=true]') === null",
  starts: [],
  memory: []
}
const plain = reference('plain window', 'plainWindow')
const posture = reference('with its posture', 'postureWindow')
const all = [own, plain, posture]
for (let round = 0; round < rounds; round++) {
  for (const one of orderOf(all, round)) await measure(one, round % memoryEvery === 0)
}

console.log('\nMedians, with the middle half of all runs; a ratio is Holdfast by the reference.')
console.log(columns(['', ...all.map(({ name }) => name), ': plain', ': posture']))
const row = (name: string, of: 'starts' | 'memory'): void =>
  console.log(tableRow(name, own[of], [plain[of], posture[of]]))
row('spawn to painted page, ms', 'starts')
row('memory of all processes, idle, MB', 'memory')
const { median, lower, upper } = spreadOf(signIns)
console.log(
  columns(['own share of a sign-in, ms', `${median.toFixed(0)} (${lower.toFixed(0)} to ${upper.toFixed(0)})`])
)

await sandbox.close()
await rm(profiles, { recursive: true })
