import { flushPromises } from '@vue/test-utils'
import { beforeEach, describe, expect, it } from 'vitest'
import type { SessionState } from '../../../contract/session'
import { useSessionStore } from '../../stores/session'
import { button, installBridge, ok, refused, show } from '../../bridge/bridge.testing'
import ConnectView from './ConnectView.vue'

let bridge: ReturnType<typeof installBridge>
beforeEach(() => {
  bridge = installBridge()
})

type NotConnected = Extract<SessionState, { phase: 'notConnected' }>

function open(state: Partial<NotConnected> = {}) {
  useSessionStore().state = { phase: 'notConnected', entry: { host: '', appId: '' }, practice: false, ...state }
  return show(ConnectView)
}
const field = (view: ReturnType<typeof show>, label: string) => {
  const id =
    view
      .findAll('label')
      .find((one) => one.text() === label)
      ?.attributes('for') ?? ''
  return view.get<HTMLInputElement>(`input[id="${id}"]`)
}
const address = (view: ReturnType<typeof show>) => field(view, 'Address of the sign-in page')
const appId = (view: ReturnType<typeof show>) => field(view, 'App ID')
/** Returns the description that a screen reader adds to the name of a field. */
const describedBy = (view: ReturnType<typeof show>, input: ReturnType<typeof field>): string =>
  (input.attributes('aria-describedby') ?? '')
    .split(' ')
    .map((id) => view.get(`[id="${id}"]`).text())
    .join(' ')

describe('the first screen', () => {
  it('says what Holdfast is and begins in the field of the address', () => {
    const view = open()
    expect(view.get('main').text()).toContain('second ways of signing in protect your account')
    expect(document.activeElement).toBe(address(view).element)
    expect(view.text()).not.toContain('--host')
  })

  it('connects with Enter once both fields are filled in', async () => {
    const view = open()
    await view.get('form').trigger('submit')
    expect(bridge.accounts.add).not.toHaveBeenCalled()
    await address(view).setValue('id.fernhill.example')
    await appId(view).setValue('app-1')
    await view.get('form').trigger('submit')
    expect(bridge.accounts.add).toHaveBeenCalledWith({ host: 'id.fernhill.example', appId: 'app-1' })
  })

  it('begins with the practice tenant and has one primary button', async () => {
    const entry = { host: 'http://127.0.0.1:4100', appId: 'app-1' }
    const view = open({ entry, practice: true })
    expect(view.findAll('.button.primary').map((one) => one.text())).toEqual(['Connect to the practice tenant'])
    expect(describedBy(view, address(view))).toBe('The practice tenant on this computer')
    await view.get('form').trigger('submit')
    expect(bridge.accounts.add).toHaveBeenCalledWith(entry)
    await address(view).setValue('id.fernhill.example')
    expect(button(view, 'Continue').exists()).toBe(true)
  })

  it('offers the organisations that were used before', async () => {
    bridge.accounts.list.mockResolvedValue(
      ok([{ id: '0123abcd', tenant: 'id.fernhill.example', appId: 'app-1', current: false }])
    )
    const view = open()
    await flushPromises()
    await view.get('ul[aria-label="Organisations used on this computer"] button').trigger('click')
    expect(bridge.accounts.switch).toHaveBeenCalledWith({ id: '0123abcd' })
  })
})

describe('a mistake', () => {
  it.each([
    ['hostMissing', { host: '', appId: 'app-1' }, 'without the address'],
    ['hostInvalid', { host: 'x y', appId: 'app-1' }, 'not a web address'],
    ['hostNotSecure', { host: 'http://id.fernhill.example', appId: 'app-1' }, 'https://']
  ] as const)('in the start option of the address is shown at its field: %s', async (problem, entry, words) => {
    const view = open({ problem, entry })
    expect(address(view).element.value).toBe(entry.host)
    expect(address(view).attributes('aria-invalid')).toBe('true')
    expect(describedBy(view, address(view))).toContain(words)
    expect(document.activeElement).toBe(address(view).element)
    await address(view).setValue('id.fernhill.example')
    expect(address(view).attributes('aria-invalid')).toBe('false')
  })

  it('in the start option of the app id is shown at its field', () => {
    const view = open({ problem: 'appIdMissing', entry: { host: 'id.fernhill.example', appId: '' } })
    expect(describedBy(view, appId(view))).toContain('without a valid app ID')
    expect(document.activeElement).toBe(appId(view).element)
  })

  it('in the ports of the start options is shown above the form', () => {
    const view = open({ problem: 'portInvalid' })
    expect(view.get('[role=alert]').text()).toContain('whole numbers from 1024 to 65535')
  })

  it.each([
    ['hostInvalid', address, 'id.example.com'],
    ['appIdInvalid', appId, 'letters and digits']
  ] as const)('in a typed entry is shown at its field until the entry changes: %s', async (code, fieldOf, words) => {
    bridge.accounts.add.mockResolvedValue(refused(code))
    const view = open()
    await address(view).setValue('a b')
    await appId(view).setValue('!')
    await view.get('form').trigger('submit')
    await flushPromises()
    expect(describedBy(view, fieldOf(view))).toContain(words)
    expect(view.findAll('[aria-invalid=true]')).toHaveLength(1)
    await fieldOf(view).setValue('other')
    expect(view.findAll('[aria-invalid=true]')).toHaveLength(0)
  })
})
