import { knownFactorTypes } from '../../contract/factors'
import { answerDialogs, expect, test } from '../fixtures'
import { mouse } from '../support/hand'
import { EnrolmentPage } from '../pages/EnrolmentPage'
import { wordsOf } from '../support/words'

test.use({ screenSize: '800x480' })

/** Returns the buttons of the wizard's bar that the window cuts off, and by how much. */
function outside(): string[] {
  const buttons = [...document.querySelectorAll('.page-foot button')]
  if (buttons.length === 0) return ['no button at all']
  return buttons.flatMap((button) => {
    const { left, top, right, bottom } = button.getBoundingClientRect()
    const within = left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight
    return within ? [] : [`${button.textContent}: ${String([left, top, right, bottom, innerWidth, innerHeight])}`]
  })
}

for (const zoom of [1, 2]) {
  test(`on a screen of 800 x 480 every wizard keeps its buttons in the window, at ${zoom * 100} %`, async ({
    launch,
    signInAs,
    sandbox
  }) => {
    test.setTimeout(180_000)
    const holdfast = await launch('--use-fake-device-for-media-stream')
    const { app, window, methods } = holdfast
    await signInAs(holdfast, 0)
    await answerDialogs(holdfast, 1)
    const { bounds, room } = await app.evaluate(({ BrowserWindow, screen }) => ({
      bounds: BrowserWindow.getAllWindows()[0]?.getBounds(),
      room: screen.getPrimaryDisplay().workAreaSize
    }))
    expect(room).toEqual({ width: 800, height: 480 })
    expect(bounds?.width).toBeLessThanOrEqual(800)
    expect(bounds?.height).toBeLessThanOrEqual(480)

    await app.evaluate(({ BrowserWindow }, factor) => {
      BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(factor)
    }, zoom)
    const steps: string[] = []
    const enrolment = new EnrolmentPage(window, sandbox, wordsOf('en'), mouse, async (name) => {
      steps.push(name)
      expect([name, await window.evaluate(outside)]).toEqual([name, []])
    })
    for (const type of knownFactorTypes) {
      await enrolment.bind(type)
      await methods.title.waitFor()
    }
    expect(steps.length).toBeGreaterThan(12)
  })
}
