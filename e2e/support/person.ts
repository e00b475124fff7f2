import type { Browser, Page } from '@playwright/test'

interface Person {
  account: string
  password: string
}

/**
 * Does what a person does in their browser: opens the link, signs in, allows or denies, and is sent back to the app. Each
 * call uses a new browser profile.
 */
export async function signInInBrowser(
  browser: Browser,
  link: string,
  person: Person | undefined,
  answer = 'Allow',
  /** Looks at the page to which the person is sent back. */
  look?: (page: Page) => Promise<void>
): Promise<string> {
  const profile = await browser.newContext()
  try {
    const page = await profile.newPage()
    await page.goto(link)
    if (person) {
      await page.getByRole('textbox', { name: 'Account' }).fill(person.account)
      await page.getByLabel('Password', { exact: true }).fill(person.password)
    }
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.getByRole('button', { name: answer, exact: true }).click()
    await page.waitForURL('**/done/*')
    await look?.(page)
    return await page.getByRole('heading').innerText()
  } finally {
    await profile.close()
  }
}
