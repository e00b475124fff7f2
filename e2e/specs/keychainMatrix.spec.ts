import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ElectronApplication } from '@playwright/test'
import { accountFolder, expect, refuseToken, test } from '../fixtures'
import { keychainModes } from '../support/keyring'
import { askToQuit } from '../support/processes'
import { isFull, record } from '../../torture/attack'
import { signInInBrowser } from '../support/person'

const pin = '735519'

/**
 * The longest time in ms for a start, until the window answers, and for a quit, whatever the keychain does (requirement 24
 * of the security model).
 */
const limits = { start: 3_000, quit: 2_000 }

async function quit(app: ElectronApplication): Promise<void> {
  const exited = new Promise((resolve) => app.process().once('exit', resolve))
  await askToQuit(app)
  await exited
}

/** `keychain.spec.ts` covers locked, absent and hanging keychains too. */
const modes = isFull ? keychainModes : (['unlocked', 'prompt'] as const)

for (const mode of modes) {
  test.describe(`with the keychain ${mode}`, () => {
    test.use({ keychain: mode === 'prompt' ? 'prompting' : 'unlocked' })

    test('the window opens, signs in, renews, signs out and quits, and what was stored is neither lost nor overwritten', async ({
      browser,
      launch,
      signedInEarlier,
      keyring,
      entriesOf,
      sandbox,
      folder
    }) => {
      const times: Record<string, number> = {}
      /** Does one step of the walk and records its duration for the table of `npm run torture`. */
      const cell = (step: string, work: () => Promise<unknown>): Promise<void> =>
        test.step(step, async () => {
          const began = Date.now()
          await work()
          times[step] = Date.now() - began
        })

      await signedInEarlier(0)
      const account = await accountFolder(folder)
      const stored = async () => ({
        entries: await entriesOf(account),
        marker: await readFile(join(account, 'session.json'), 'utf8')
      })
      const before = await stored()
      await keyring.become(mode)

      const { window, methods, signIn, unreadable, waiting, app } = await test.step('start', () => launch())
      await window.getByRole('heading', { level: 1 }).waitFor()
      const shownAt = Date.now()
      times['start'] = shownAt - Number(await app.evaluate(() => process.getCreationTime()))
      const readable = mode === 'unlocked'

      async function renew(): Promise<void> {
        sandbox.requests.clear()
        refuseToken(sandbox)
        await methods.checkAgain()
        await expect
          .poll(() => sandbox.requests.filter(({ path }) => path === '/oidc/token').map(({ status }) => status))
          .toEqual([200])
        await expect(methods.rows(methods.readyToAdd).first()).toBeVisible()
        await expect(methods.alert).toHaveCount(0)
      }

      if (readable) await cell('refresh', renew)
      if (readable) await cell('sign out', () => methods.signOut().then(() => expect(signIn.button).toBeVisible()))
      // The memory of the account outlives the session.
      if (readable) expect([...(await stored()).entries.keys()].filter((name) => name !== 'memoryKey')).toEqual([])

      if (!readable) await expect(unreadable).toBeVisible()
      await cell('sign in', async () => {
        await (readable ? signIn.button : window.getByRole('button', { name: 'Sign in for this session' })).click()
        await signInInBrowser(browser, await waiting.link(), sandbox.people[0])
        await expect(window.getByText('Ada Moreno')).toBeVisible()
      })
      if (!readable) await expect(window.getByText('until you quit')).toBeVisible()

      if (!readable) await cell('refresh', renew)
      if (!readable) await cell('sign out', () => methods.signOut().then(() => expect(unreadable).toBeVisible()))
      await cell('quit', () => quit(app))

      if (mode === 'stopped') keyring.thaw()
      if (mode === 'locked' || mode === 'prompt') await keyring.unlock()
      const after = await stored()
      expect(sandbox.refreshTokenReuses()).toBe(0)
      if (readable) expect(after.entries.has('head')).toBe(true)
      else expect(after).toEqual(before)
      const { start = Infinity, quit: left = Infinity } = times
      record('keychain', 5, start < limits.start && left < limits.quit, { keychain: mode, ...times })
    })

    test('with a PIN set, the window begins locked and nothing but the PIN opens what was stored, which is neither lost nor overwritten', async ({
      launch,
      signInAs,
      keyring,
      entriesOf,
      folder
    }) => {
      const first = await launch()
      await signInAs(first, 0)
      await first.methods.title.waitFor()
      const account = await accountFolder(folder)
      expect(await first.window.evaluate((chosen) => window.bridge.lock.setPin({ pin: chosen }), pin)).toEqual({
        ok: true
      })
      await first.app.close()
      const before = await entriesOf(account)
      await keyring.become(mode)

      const { window: page, app } = await launch()
      await page.getByRole('heading', { name: 'Holdfast is locked' }).waitFor()
      const shownAt = Date.now()
      const start = shownAt - Number(await app.evaluate(() => process.getCreationTime()))
      const readable = mode === 'unlocked'
      const answer = await page.evaluate((typed) => window.bridge.lock.unlock({ pin: typed }), pin)
      expect(answer.ok).toBe(readable)
      const leaving = Date.now()
      await quit(app)
      const left = Date.now() - leaving

      if (mode === 'stopped') keyring.thaw()
      if (mode === 'locked' || mode === 'prompt') await keyring.unlock()
      expect(await entriesOf(account)).toEqual(before)
      if (mode !== 'noservice' && mode !== 'nobus') {
        const later = await launch()
        await later.lock.tryPin(pin)
        await later.methods.title.waitFor()
      }
      record('keychainPin', 2, start < limits.start && left < limits.quit, {
        keychain: `${mode}, PIN`,
        start,
        quit: left
      })
    })
  })
}
