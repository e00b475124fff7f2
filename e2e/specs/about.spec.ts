import { writeBill } from '../../packaging/bill/bill'
import { runtimeVersions } from '../../packaging/runtime'
import { barriersInBothThemes } from '../support/axe'
import { expect, root, test } from '../fixtures'

test.beforeAll('a source tree gets the list that a package brings', async () => {
  if (process.env['HOLDFAST_PACKAGED']) return
  await writeBill(root, '0.1.0', await runtimeVersions(process.env['HOLDFAST_ELECTRON'] ?? ''))
})

test('Settings list what Holdfast is made of, by keyboard alone', async ({ holdfast, signInAs }) => {
  const { window } = holdfast
  await signInAs(holdfast, 1)
  await window.getByRole('button', { name: 'Settings', exact: true }).press('Enter')
  const opener = window.getByRole('button', { name: 'What is in it…' })
  await opener.press('Enter')

  const dialog = window.getByRole('dialog', { name: 'What is in Holdfast' })
  for (const name of ['Electron', 'Chromium', 'Node.js', '@github/keytar', 'vue', '@fontsource-variable/inter'])
    await expect(dialog.getByRole('button', { name: new RegExp(`^${name} \\d`) })).toBeVisible()
  expect(await barriersInBothThemes(window)).toEqual([])

  await dialog.getByRole('button', { name: /^vue \d/ }).press('Enter')
  await expect(window.getByRole('region', { name: 'MIT' })).toContainText('Permission is hereby granted')
  expect(await barriersInBothThemes(window)).toEqual([])

  await window.keyboard.press('Escape')
  await dialog.getByRole('button', { name: /^Chromium \d/ }).press('Enter')
  await expect(window.getByRole('dialog')).toContainText('LICENSES.chromium.html')
  await window.keyboard.press('Escape')
  await window.keyboard.press('Escape')
  await expect(opener).toBeFocused()
})
