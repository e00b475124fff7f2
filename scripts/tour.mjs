import { readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { _electron, chromium } from '@playwright/test'
import { asRoot, root } from './run/machine.mjs'
import { tenantArguments, withSandbox } from './run/sandboxTenant.mjs'
import { main } from './setup/stop.mjs'
import { Journal } from './run/journal.mjs'

const folder = join(root, 'out/tour')
const patience = 30_000

/** The tour finds elements by the texts that a person reads in the window. */
const words = (locale) => JSON.parse(readFileSync(join(root, `locales/${locale}/window.json`), 'utf8'))
const en = words('en')
const zh = words('zh-CN')
const sandboxPages = { signIn: 'Sign in', allow: 'Allow' }

const button = (page, name) => page.getByRole('button', { name, exact: true })
const heading = (window, name) => window.getByRole('heading', { name, exact: true })
const signInLink = (window) => window.getByRole('textbox', { name: en.waiting.link })
const region = (window, name) => window.getByRole('region', { name, exact: true })

await main(async () => {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const journal = new Journal(folder)
  const failure = await withSandbox((sandbox, profile) =>
    takeTour(journal, [...tenantArguments(sandbox), profile, ...process.argv.slice(2)])
  ).then(
    () => undefined,
    (error) => error
  )
  const report = journal.report(failure)
  await writeFile(join(folder, 'report.txt'), report)
  console.log(report)
  console.log(`Pictures and this report are in ${relative(root, folder)}/.`)
  return failure === undefined ? 0 : 1
})

async function takeTour(journal, args) {
  await withApp([...args, '--lang=en'], async ({ app, window }) => {
    await journal.step('The sign-in screen', window, () => button(window, en.signIn.action).waitFor())
    await journal.step('The link that leads to the browser', window, async () => {
      // The tour uses its own browser, and the person's stays closed.
      await app.evaluate(({ shell }) => void (shell.openExternal = async () => undefined))
      await button(window, en.signIn.action).click()
      await signInLink(window).waitFor()
    })
    await signIn(journal, await signInLink(window).inputValue())
    await journal.step('Overview', window, () => heading(window, en.overview.title).waitFor())
    await journal.step('The list', window, async () => {
      await button(window, en.nav.methods).click()
      await list(window, en)
    })
    journal.note(await readMethods(window))
  })

  await withApp([...args, '--lang=en', '--page=methods'], async ({ window }) => {
    await journal.step('The next start, without a browser', window, () => list(window, en))
    await journal.step('The dark theme', window, () => window.emulateMedia({ colorScheme: 'dark' }))
  })

  await withApp([...args, '--lang=zh-CN', '--page=methods'], async ({ window }) => {
    await journal.step('In Chinese', window, () => list(window, zh))
    await journal.step('Signed out', window, async () => {
      await window.locator('.sidebar').getByRole('button', { name: zh.accounts.switch }).click()
      await window.getByRole('menuitem', { name: zh.account.leaving.open }).click()
      await window.getByRole('dialog').getByRole('button', { name: zh.account.signOut, exact: true }).click()
      await button(window, zh.signIn.action).waitFor()
    })
  })
}

async function withApp(args, use) {
  const executablePath = process.env.HOLDFAST_ELECTRON
  const app = await _electron.launch({
    executablePath,
    args: [root, ...args],
    cwd: root,
    chromiumSandbox: !asRoot,
    timeout: patience
  })
  try {
    const window = await app.firstWindow()
    window.setDefaultTimeout(patience)
    await use({ app, window })
  } finally {
    await app.close()
  }
}

/** Signs in as a person would, in a real browser, with the account that the page has filled in. */
async function signIn(journal, link) {
  const profile = await mkdtemp(join(tmpdir(), 'holdfast-browser-'))
  const browser = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.HOLDFAST_BROWSER,
    chromiumSandbox: !asRoot,
    viewport: { width: 1000, height: 760 },
    args: ['--disable-gpu', '--disable-quic']
  })
  try {
    browser.setDefaultTimeout(patience)
    const page = browser.pages()[0] ?? (await browser.newPage())
    await journal.step('The login page in the browser', page, () => page.goto(link))
    await journal.step('What Holdfast asks for', page, async () => {
      await button(page, sandboxPages.signIn).click()
      await button(page, sandboxPages.allow).waitFor()
    })
    await button(page, sandboxPages.allow).click()
    // The code arrives at the app's own address.
    await page.waitForURL(({ origin }) => origin === new URL(link).origin)
  } finally {
    await browser.close()
    await rm(profile, { recursive: true, force: true })
  }
}

async function list(window, { methods }) {
  await heading(window, methods.title).waitFor()
  for (const { title } of [methods.ready, methods.active]) await region(window, title).waitFor()
}

async function readMethods(window) {
  const lines = []
  for (const { title } of [en.methods.ready, en.methods.active]) {
    const items = await region(window, title).getByRole('listitem').allInnerTexts()
    lines.push(`${title}:`, ...items.map((text) => `  ${text.replaceAll(/\s*\n\s*/g, ' · ')}`))
    if (items.length === 0) lines.push(`  (none)`)
  }
  return lines
}
