import { answerDialogs, expect, test } from '../fixtures'
import { mouse } from '../support/hand'
import { EnrolmentPage } from '../pages/EnrolmentPage'
import { wordsOf } from '../support/words'

test('at 200 % on 1280 x 800 nothing of the step to scan is cut', async ({ holdfast, signInAs, sandbox }) => {
  const { app, window } = holdfast
  await signInAs(holdfast, 0)
  await answerDialogs(holdfast, 1)
  await app.evaluate(({ BrowserWindow }) => {
    const [page] = BrowserWindow.getAllWindows()
    page?.setBounds({ x: 0, y: 0, width: 1280, height: 800 })
    page?.webContents.setZoomFactor(2)
  })
  const enrolment = new EnrolmentPage(window, sandbox, wordsOf('en'), mouse)
  await enrolment.add('OTP')
  await enrolment.showKey()
  const column = window.locator('.column')
  const cut = await column.evaluate((element) => {
    const { right } = element.getBoundingClientRect()
    const parts = [...element.querySelectorAll('*')].filter((part) => part.checkVisibility())
    const outside = parts.filter((part) => part.getBoundingClientRect().right > right + 1)
    return outside.map(({ className, textContent }) => [className, textContent])
  })
  expect(cut).toEqual([])
  // A narrow column next to the code would have no room for a word.
  const [code, key] = [await window.locator('.qr').boundingBox(), await enrolment.key.boundingBox()]
  expect(key?.y).toBeGreaterThan((code?.y ?? 0) + (code?.height ?? 0))
})

test('in forced colours a button that cannot be pressed has the colour that the system has for it', async ({
  holdfast,
  signInAs
}) => {
  const { window, methods } = holdfast
  await signInAs(holdfast, 1)
  await methods.untilLive()
  await window.emulateMedia({ forcedColors: 'active' })
  const buttons = await methods.readyToAdd.getByRole('button').all()
  expect(buttons).toHaveLength(2)
  for (const button of buttons) {
    const [colour, border, disabled] = await button.evaluate((element) => {
      element.setAttribute('disabled', '')
      const sample = document.body.appendChild(document.createElement('span'))
      sample.style.color = 'GrayText'
      const { color, borderTopColor } = getComputedStyle(element)
      return [color, borderTopColor, getComputedStyle(sample).color]
    })
    expect([colour, border]).toEqual([disabled, disabled])
  }
})
