import { answerDialogs, type Holdfast, test } from '../fixtures'
import { EnrolmentPage } from '../pages/EnrolmentPage'
import { mouse } from '../support/hand'
import { wordsOf } from '../support/words'
import { takeLooks } from './looks'
import type { Walk } from './screens'
import { journeys } from './screens/journeys'

const only = process.env['HOLDFAST_SCREENS']?.split(',').filter((name) => name !== '') ?? []

/** Has nothing end after a minute: pictures take longer than people. */
const holdMinutes = ({ app }: Holdfast): Promise<void> =>
  app.evaluate(() => {
    const real = globalThis.setTimeout
    Reflect.set(globalThis, 'setTimeout', (callback: () => void, ms: number) =>
      real(callback, ms > 50_000 ? ms * 60 : ms)
    )
  })

for (const { name, args = [], sandboxOptions = {}, screens } of journeys) {
  const wanted = screens.filter((screen) => only.length === 0 || only.includes(screen.name))
  const last = wanted.at(-1)
  if (last === undefined) continue
  test.describe(name, () => {
    test.use({ sandboxOptions })

    test('each screen in each look', async ({ launch, signInAs, sandbox, browser }) => {
      test.setTimeout(300_000)
      const holdfast = await launch(...args)
      const { app, window } = holdfast
      await window.emulateMedia({ reducedMotion: 'reduce' })
      await answerDialogs(holdfast, 1)
      await holdMinutes(holdfast)
      const walk: Walk = {
        ...holdfast,
        sandbox,
        browser,
        key: '',
        enrolment: new EnrolmentPage(window, sandbox, wordsOf('en'), mouse),
        signInAs: (person) => signInAs(holdfast, person),
        press: async (button) => {
          const dialog = window.locator('dialog[open]').last()
          const around = (await dialog.count()) > 0 ? dialog : window
          await around.getByRole('button', { name: button, exact: true }).click()
        },
        tell: (event, state) =>
          app.evaluate(
            ({ BrowserWindow }, [channel, told]) =>
              BrowserWindow.getAllWindows().forEach(({ webContents }) => webContents.send(channel, told)),
            [event, state] as const
          )
      }
      for (const screen of screens.slice(0, screens.indexOf(last) + 1)) {
        await test.step(screen.name, async () => {
          await screen.come(walk)
          await window.locator(screen.there).first().waitFor()
          if (wanted.includes(screen)) await takeLooks(window, screen.name, screen.there)
        })
      }
    })
  })
}
