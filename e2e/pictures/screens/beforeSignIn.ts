import { signInInBrowser } from '../../support/person'
import type { Journey } from '../screens'

/** A time that is the same in every run. */
const at = Date.UTC(2026, 10, 29, 10, 31)

export const connect: Journey = {
  name: 'a first start',
  args: ['--practice-host='],
  screens: [{ name: 'connect', come: ({ window }) => window.locator('form').waitFor(), there: 'form input' }]
}

export const signIn: Journey = {
  name: 'before and during a sign-in',
  args: ['--organisation=Fernhill Clinic'],
  screens: [
    { name: 'sign-in', come: ({ signIn: page }) => page.button.waitFor(), there: 'main .button.primary' },
    {
      name: 'token',
      async come({ window, press }) {
        await window.getByText('For help desks').click()
        await press('Use a token I was given')
      },
      there: 'dialog input'
    },
    {
      name: 'waiting',
      async come({ window, signIn: page, waiting }) {
        await window.keyboard.press('Escape')
        await page.start()
        await waiting.link()
      },
      there: 'input[readonly]'
    },
    {
      name: 'sign-in-denied',
      async come({ waiting, browser, sandbox, signIn: page }) {
        await signInInBrowser(browser, await waiting.link(), sandbox.people[0], 'Deny')
        await page.alert.waitFor()
      },
      there: '[role=alert]'
    },
    {
      name: 'keychain',
      come: ({ tell }) =>
        tell('session:changed', { phase: 'keychainUnreadable', failure: { code: 'keychainLocked', at } }),
      there: '.actions .primary'
    },
    {
      name: 'machine-file',
      come: ({ tell }) =>
        tell('session:changed', {
          phase: 'machineFileRefused',
          file: {
            path: '/etc/holdfast/policy.json',
            problem: {
              kind: 'mistakes',
              mistakes: [
                { code: 'keyMissing', line: 1, column: 1, key: 'appId' },
                { code: 'hostNotSecure', line: 2, column: 11, key: 'host' },
                { code: 'comment', line: 2, column: 41 },
                { code: 'unknownKey', line: 3, column: 3, key: 'app-id', suggestion: 'appId' }
              ],
              more: 2
            }
          }
        }),
      there: 'main li'
    }
  ]
}
