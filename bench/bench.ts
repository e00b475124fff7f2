import { once } from 'node:events'
import { readFile, mkdtemp, rm } from 'node:fs/promises'
import { get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { _electron, type ElectronApplication, type Page } from '@playwright/test'
import { pathWithBrowserRecorder } from '../e2e/browserRecorder'
import { pause } from '../main/pause'
import { startSandbox } from '../sandbox'
import { signInAs } from '../sandbox/browser'

const runs = 9
const idleMs = 6_000
/** What somebody takes at the very least to sign in there, in ms. */
const personMs = 3_000
const root = fileURLToPath(new URL('..', import.meta.url))
const asRoot = process.getuid?.() === 0

const median = (values: number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN

function launch(...args: string[]): Promise<ElectronApplication> {
  return _electron.launch({
    executablePath: process.env['HOLDFAST_ELECTRON'] ?? '',
    args,
    cwd: root,
    chromiumSandbox: !asRoot
  })
}

/** ms from the start of the process to the moment its page shows `text`, read in the page itself. */
async function startTime(app: ElectronApplication, text: string): Promise<{ ms: number; page: Page }> {
  const page = await app.firstWindow()
  await page.getByRole('heading', { name: text, exact: true }).waitFor()
  const [created, shown] = [await app.evaluate(() => process.getCreationTime()), Date.now()]
  return { ms: shown - (created ?? NaN), page }
}

/** MB that all processes of the app hold, shared pages counted once (PSS). */
async function memory(app: ElectronApplication): Promise<number> {
  await pause(idleMs)
  const pids = await app.evaluate(({ app: main }) => main.getAppMetrics().map(({ pid }) => pid))
  const sizes = pids.map(async (pid) => {
    const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '')
    return Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0) / 1024
  })
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
}

async function measure(text: string, args: string[], withMemory: boolean): Promise<{ start: number; memory: number }> {
  const app = await launch(...args)
  const { ms } = await startTime(app, text)
  const held = withMemory ? await memory(app) : NaN
  await app.close()
  return { start: ms, memory: held }
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
  const app = await launch(...args)
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

const bare: { start: number; memory: number }[] = []
const own: { start: number; memory: number }[] = []
for (let run = 0; run < runs; run++) {
  const withMemory = run % 3 === 0
  bare.push(await measure('Bare', [join(root, 'bench/bareWindow')], withMemory))
  own.push(await measure('Authenticator app', argsFor('sign-in-0'), withMemory))
}
const start = { bare: median(bare.map((one) => one.start)), own: median(own.map((one) => one.start)) }
const held = {
  bare: median(bare.map((one) => one.memory).filter(Number.isFinite)),
  own: median(own.map((one) => one.memory).filter(Number.isFinite))
}
const row = (name: string, own: string, bare: string, ratio: string, goal: string): void =>
  console.log([name.padEnd(40), own.padStart(9), bare.padStart(9), ratio.padStart(8), goal.padStart(10)].join(' '))

row('', 'Holdfast', 'bare', 'ratio', 'goal')
row(
  'stored session to list on screen, ms',
  start.own.toFixed(0),
  start.bare.toFixed(0),
  (start.own / start.bare).toFixed(2),
  '<= 1.35'
)
row(
  'memory of all processes, idle, MB (PSS)',
  held.own.toFixed(0),
  held.bare.toFixed(0),
  (held.own / held.bare).toFixed(2),
  '<= 1.25'
)
row('the app’s own share of a sign-in, ms', median(signIns).toFixed(0), '', '', '<= 300')

await sandbox.close()
await rm(profiles, { recursive: true })
