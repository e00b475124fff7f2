import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { answerDialogs, expect, type Holdfast, test } from '../fixtures'
import { mouse } from '../support/hand'
import { EnrolmentPage } from '../pages/EnrolmentPage'
import { wordsOf } from '../support/words'

const pin = '735519'

const leaveComputer = ({ app }: Holdfast): Promise<boolean> =>
  app.evaluate(({ powerMonitor }) => powerMonitor.emit('suspend'))

async function unlock({ window: page, lock }: Holdfast): Promise<void> {
  await lock.tryPin(pin)
  await expect(page.getByLabel('PIN or passphrase')).toHaveCount(0, { timeout: 30_000 })
}

test('a dialog that was open when the window locked is closed, and no late answer to it does anything', async ({
  holdfast,
  signInAs,
  sandbox,
  folder
}) => {
  test.setTimeout(120_000)
  const { app, window: page, signIn, methods } = holdfast
  await signIn.button.waitFor()
  expect(await page.evaluate((chosen) => window.bridge.lock.setPin({ pin: chosen }), pin)).toEqual({ ok: true })

  await test.step('the system closes the question whether to trust a new organisation', async () => {
    const dialogs = await app.evaluateHandle(({ dialog }) => {
      const seen = { open: 0, closed: 0 }
      const show = dialog.showMessageBox.bind(dialog) as (
        ...given: unknown[]
      ) => Promise<Electron.MessageBoxReturnValue>
      dialog.showMessageBox = async (...given: unknown[]) => {
        seen.open++
        await show(...given)
        seen.closed++
        // This answer arrives at the same moment as the lock.
        return { response: 1, checkboxChecked: false }
      }
      return seen
    })
    await page.evaluate(() => void window.bridge.accounts.add({ host: 'https://id.example.com', appId: 'app-1' }))
    await expect.poll(() => dialogs.jsonValue()).toEqual({ open: 1, closed: 0 })
    await leaveComputer(holdfast)
    await expect.poll(() => dialogs.jsonValue()).toEqual({ open: 1, closed: 1 })
    await unlock(holdfast)
    expect(await page.evaluate(() => window.bridge.accounts.list())).toMatchObject({ data: [{ current: true }] })
  })

  await test.step('a place for the recovery code that is chosen too late gets no file', async () => {
    const place = join(folder, 'recovery code.txt')
    const saving = await app.evaluateHandle(({ dialog }, filePath) => {
      const late = { asked: 0, answer: () => undefined as unknown }
      dialog.showSaveDialog = () => {
        late.asked++
        return new Promise((resolve) => (late.answer = () => resolve({ canceled: false, filePath })))
      }
      return late
    }, place)
    const enrolment = new EnrolmentPage(page, sandbox, wordsOf('en'), mouse)
    const save = async () => {
      await page.evaluate(() => void window.bridge.enrolment.saveRecoveryCode())
      await expect.poll(() => saving.evaluate(({ asked }) => asked)).toBe(1)
    }
    await signInAs(holdfast, 0)
    await methods.untilLive()
    await answerDialogs(holdfast, 1)
    await enrolment.reachRecoveryCode()
    await save()
    await leaveComputer(holdfast)
    await holdfast.lock.field.waitFor()
    await saving.evaluate((late) => late.answer())
    await unlock(holdfast)
    expect(existsSync(place)).toBe(false)
  })
})
