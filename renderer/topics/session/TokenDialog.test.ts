import { flushPromises } from '@vue/test-utils'
import { beforeEach, expect, it } from 'vitest'
import { button, installBridge, refused, show } from '../../bridge/bridge.testing'
import TokenDialog from './TokenDialog.vue'

let bridge: ReturnType<typeof installBridge>
beforeEach(() => (bridge = installBridge()))

const field = (view: ReturnType<typeof show>) => view.get<HTMLInputElement>('input:not([type=radio])')

it('hands the token over once and keeps nothing of it', async () => {
  const view = show(TokenDialog)
  await field(view).setValue('rt-canary-1')
  await view.get('form').trigger('submit')
  expect(bridge.session.useToken.mock.calls).toEqual([[{ kind: 'refresh', token: 'rt-canary-1' }]])
  expect(field(view).element.value).toBe('')
  expect(document.documentElement.outerHTML).not.toContain('rt-canary-1')
  await view.get('form').trigger('submit')
  expect(bridge.session.useToken).toHaveBeenCalledTimes(1)
})

it('sends an access token as such, after saying that it is for one sitting', async () => {
  const view = show(TokenDialog)
  await view.get('input[value=access]').setValue()
  expect(view.text()).toContain('For one sitting')
  await field(view).setValue('at-1')
  await view.get('form').trigger('submit')
  expect(bridge.session.useToken).toHaveBeenCalledWith({ kind: 'access', token: 'at-1' })
})

it('covers the token unless asked to show it, and covers it again when it is sent', async () => {
  const view = show(TokenDialog)
  expect(field(view).attributes()).toMatchObject({ type: 'password', autocomplete: 'off', maxlength: '16384' })
  await button(view, 'Show the token').trigger('click')
  expect(field(view).attributes('type')).toBe('text')
  await field(view).setValue('t')
  await view.get('form').trigger('submit')
  expect(field(view).attributes('type')).toBe('password')
})

it('says why a token was refused and waits for another', async () => {
  bridge.session.useToken.mockResolvedValue(refused('tokenRefused'))
  const view = show(TokenDialog)
  await field(view).setValue('t')
  await view.get('form').trigger('submit')
  await flushPromises()
  expect(view.get('[role=alert]').text()).toContain('The token was not accepted')
  expect(document.activeElement).toBe(field(view).element)
  expect(button(view, 'Check and sign in').attributes('disabled')).toBeDefined()
})
