import { expect, it } from 'vitest'
import { h } from 'vue'
import { show } from '../bridge/bridge.testing'
import DialogBox from './DialogBox.vue'

it('a dialog is named by its title', () => {
  const title = 'Sign out of Fernhill Clinic?'
  const dialog = show({ render: () => h(DialogBox, { title }) }).get('dialog')
  const named = document.getElementById(dialog.attributes('aria-labelledby') ?? '')
  expect(named?.textContent).toBe(title)
})
