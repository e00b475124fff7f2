import { beforeEach, expect, it } from 'vitest'
import { useSessionStore } from '../stores/session'
import { button, installBridge, ok, show } from '../bridge/bridge.testing'
import SignInView from '../topics/session/SignInView.vue'

let bridge: ReturnType<typeof installBridge>
beforeEach(() => (bridge = installBridge()))

async function open() {
  bridge.session.read.mockResolvedValue(ok({ phase: 'signedOut' }))
  await useSessionStore().start()
  return show(SignInView)
}

function press(element: Element | null, facts: KeyboardEventInit = {}): void {
  element?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, ...facts }))
}

it('Enter signs in, right after the screen has opened', async () => {
  await open()
  expect(document.activeElement?.tagName).toBe('H1')
  press(document.activeElement)
  expect(bridge.session.signIn).toHaveBeenCalledTimes(1)
})

it('Enter stays with a control that has the focus, and a key held down counts once', async () => {
  const view = await open()
  press(button(view, 'Use a token I was given').element)
  press(document.body, { repeat: true })
  press(document.body, { key: 'a' })
  expect(bridge.session.signIn).not.toHaveBeenCalled()
})

it('Enter in a dialog is not for the screen behind it', async () => {
  await open()
  const dialog = document.createElement('dialog')
  document.body.append(dialog)
  press(dialog)
  dialog.remove()
  expect(bridge.session.signIn).not.toHaveBeenCalled()
})
