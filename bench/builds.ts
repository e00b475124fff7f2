import { once } from 'node:events'
import { get } from 'node:http'
import { join } from 'node:path'
import { _electron, type Page } from '@playwright/test'
import { pause } from '../main/ground/pause'
import type { Sandbox } from '../sandbox'
import { signInAs } from '../sandbox/testing/browser.testing'
import { asRoot, executable, type Program, root } from './programs'

/** A person needs at least this long to sign in there, in ms. */
const personMs = 3_000

/** A build of Holdfast, with its own share of each sign-in in ms. */
export interface Build extends Program {
  signIns: number[]
  /** Returns the arguments of a start with a profile of this build's own. */
  argsFor: (profile: string) => string[]
}

/** The lists of *Sign-in methods* are there, and can be used. */
const listsThere =
  "[...document.querySelectorAll('h3')].some((one) => one.textContent.includes('Authenticator app')) && document.querySelector('[aria-busy=true]') === null"
/** The best next step of Overview is there, and can be taken. What an earlier start has kept cannot. */
const stepThere =
  "[...document.querySelectorAll('li button.primary:enabled')].some((one) => one.closest('li').textContent.includes('authenticator app'))"

/**
 * Returns the build in `folder`. Its starts use the profile of its first sign-in.
 *
 * @param page the page that sessions begin at; without one the build decides
 */
export function buildIn(
  folder: string,
  name: string,
  { host, appId }: Sandbox,
  profiles: string,
  page?: 'methods'
): Build {
  const argsFor = (profile: string): string[] => [
    folder,
    `--host=${host}`,
    `--app-id=${appId}`,
    `--profile=${join(profiles, `${name.replaceAll(' ', '-')}-${profile}`)}`,
    '--lang=en',
    ...(page ? [`--page=${page}`] : [])
  ]
  return {
    name,
    argsFor,
    args: argsFor('0'),
    complete: `(${stepThere}) || (${listsThere})`,
    starts: [],
    memory: [],
    signIns: []
  }
}

/** Measures the build's own share of a sign-in: from the click to the link, and from the redirect to the list. */
export async function measureSignIn(
  { name, argsFor, signIns }: Build,
  profile: string,
  account: string,
  password: string
): Promise<void> {
  const app = await _electron.launch({
    executablePath: executable,
    args: argsFor(profile),
    cwd: root,
    chromiumSandbox: !asRoot
  })
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
  const listAt = shownAt(page, 'h3', 'uthenticator app')
  const returnedAt = Date.now()
  await once(get(callback, { agent: false }), 'response')
  const listAfter = (await listAt) - returnedAt
  await app.close()
  console.log(`  ${name}: click to link ${linkAfter.toFixed(0)} ms, redirect to list ${listAfter.toFixed(0)} ms`)
  signIns.push(linkAfter + listAfter)
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
