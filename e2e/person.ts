import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from '@playwright/test'

interface Person {
  account: string
  password: string
}

/** What a person does in their browser: opens the link, signs in, allows or denies, and is sent back to the app. */
export async function signInInBrowser(link: string, person: Person | undefined, answer = 'Allow'): Promise<string> {
  const profile = await mkdtemp(join(tmpdir(), 'holdfast-browser-'))
  const browser = await chromium.launchPersistentContext(profile, {
    executablePath: process.env['HOLDFAST_BROWSER'] ?? '',
    chromiumSandbox: process.getuid?.() !== 0,
    args: ['--disable-gpu', '--disable-quic']
  })
  try {
    const page = browser.pages()[0] ?? (await browser.newPage())
    await page.goto(link)
    if (person) {
      await page.getByRole('textbox', { name: 'Account' }).fill(person.account)
      await page.getByLabel('Password', { exact: true }).fill(person.password)
    }
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.getByRole('button', { name: answer, exact: true }).click()
    await page.waitForURL('**/done')
    return await page.getByRole('heading').innerText()
  } finally {
    await browser.close()
    await rm(profile, { recursive: true, force: true })
  }
}
