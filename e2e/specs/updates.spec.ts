import type { UpdatesState } from '../../contract/updates'
import { barriersInBothThemes } from '../support/axe'
import { expect, type Holdfast, test } from '../fixtures'

const release = {
  version: '0.2.0',
  released: '2026-11-28',
  notes: {
    en: 'Tells you when a device signs in that was never here before.\nFixed: the clock warning stayed after the clock was right.',
    'zh-CN': '有新设备登录时会提醒你。\n修复：时钟校准后警告仍然显示。'
  },
  size: 96_500_000
}

const packaged: UpdatesState = {
  means: { by: 'package', command: 'sudo apt update && sudo apt install holdfast' },
  host: 'updates.holdfast.example',
  progress: { phase: 'available', release },
  tooOld: false,
  dismissed: false,
  lookedAt: Date.UTC(2026, 10, 29, 10, 31)
}
const archive: UpdatesState = { ...packaged, means: { by: 'archive', writable: true } }

/** Makes main tell the window of a state that a copy from the source tree never reaches. */
const tell = ({ app }: Holdfast, state: UpdatesState) =>
  app.evaluate(({ BrowserWindow }, told) => {
    for (const window of BrowserWindow.getAllWindows()) window.webContents.send('updates:changed', told)
  }, state)

test('a copy without an update address says that it asks nobody', async ({ holdfast, signInAs }) => {
  const { settings } = holdfast
  await signInAs(holdfast, 1)
  await settings.open()
  const updates = settings.updates
  await expect(updates).toContainText('This copy does not look for updates')
  await expect(updates.getByRole('button')).toHaveCount(0)
})

test('a newer version is a word in the sidebar and a card in Settings, for everybody', async ({
  holdfast,
  signInAs
}) => {
  const { window } = holdfast
  await signInAs(holdfast, 1)
  await holdfast.settings.open()
  const updates = holdfast.settings.updates
  await expect(updates).toBeVisible()
  for (const progress of [
    packaged.progress,
    { phase: 'downloading', release, bytes: 41_000_000 },
    { phase: 'ready', release }
  ] satisfies UpdatesState['progress'][]) {
    await tell(holdfast, { ...(progress === packaged.progress ? packaged : archive), progress })
    await expect(updates.getByRole('heading', { name: 'Holdfast 0.2.0' })).toBeVisible()
    expect(await barriersInBothThemes(window)).toEqual([])
  }
  await tell(holdfast, { ...packaged, tooOld: true, rolledBack: '0.2.0' })
  await expect(window.getByText('It is time for a newer Holdfast')).toBeVisible()
  await window.getByRole('button', { name: 'Sign-in methods' }).click()
  await tell(holdfast, packaged)
  await expect(window.getByRole('button', { name: 'Update to 0.2.0' })).toBeVisible()
  expect(await barriersInBothThemes(window)).toEqual([])
})
