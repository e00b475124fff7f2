import { flushPromises } from '@vue/test-utils'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { button, installBridge, ok, refused, removalPreview, show, texts } from '../../bridge/bridge.testing'
import MethodsView from '../../shell/MethodsView.vue'

const app = { factorId: 'b', factorType: 'OTP' }
const email = { factorId: 'a', factorType: 'EMAIL' }

let bridge: ReturnType<typeof installBridge>
beforeEach(() => {
  bridge = installBridge()
  bridge.factors.listEnrolled.mockResolvedValue(ok([app, email]))
  bridge.removal.preview.mockResolvedValue(ok({ ...removalPreview, factor: app, left: [email] }))
})

async function settled(): Promise<void> {
  await flushPromises()
  await vi.dynamicImportSettled()
  await flushPromises()
}

async function openView() {
  const view = show(MethodsView)
  await settled()
  return view
}

async function ask() {
  const view = await openView()
  await button(view, 'More for Authenticator app').trigger('click')
  await button(view, 'Replace, for a new phone…').trigger('click')
  await settled()
  return view
}

it('is offered only for a method that belongs to a phone or a number', async () => {
  const view = await openView()
  await button(view, 'More for Email').trigger('click')
  expect(texts(view, '[role=menuitem]')).toEqual(['Rename…', 'Remove…'])
})

it('is not offered while the methods that can be added are unknown', async () => {
  bridge.factors.listToEnroll.mockResolvedValue(refused('offline'))
  const view = await openView()
  await button(view, 'More for Authenticator app').trigger('click')
  expect(texts(view, '[role=menuitem]')).toEqual(['Rename…', 'Remove…'])
})

it('takes the place of a removal, as the gentler path', async () => {
  const view = await openView()
  await button(view, 'More for Authenticator app').trigger('click')
  await button(view, 'Remove…').trigger('click')
  await settled()
  await button(view, 'New phone? Replace it instead').trigger('click')
  await settled()
  expect(texts(view, 'dialog h2')).toEqual(['Move to a new phone'])
})

it.each([
  { left: [email], says: 'only your other methods protect' },
  { left: [], says: 'no other method protects' }
])('says what protects the account while the old one is gone: $says', async ({ left, says }) => {
  bridge.factors.listEnrolled.mockResolvedValue(ok([app, ...left]))
  bridge.factors.listToEnroll.mockResolvedValue(ok([]))
  const view = await ask()
  expect(view.get('dialog').text()).toContain(says)
})

describe('where the tenant takes a second one', () => {
  const second = { factorId: 'c', factorType: 'OTP' }
  beforeEach(() => bridge.factors.listToEnroll.mockResolvedValue(ok([{ factorType: 'OTP' }])))

  /** Goes through the enrolment as the window does, which unmounts the list meanwhile. */
  async function add(enrolled: { factorId: string; factorType: string }[]) {
    const view = await ask()
    await button(view, 'Continue').trigger('click')
    bridge.tell('enrolment:changed', { phase: 'started', factorType: 'OTP', pending: false })
    view.unmount()
    bridge.factors.listEnrolled.mockResolvedValue(ok(enrolled))
    bridge.tell('enrolment:changed', { phase: 'bound', factorType: 'OTP', recoveryCodeToKeep: false })
    bridge.tell('enrolment:changed', { phase: 'none' })
    return openView()
  }

  it('says that the new one comes first, and starts with it', async () => {
    const view = await ask()
    expect(view.get('dialog').text()).toContain('Phone gone?')
    expect(view.get('dialog').text()).toContain('The old one stays until the new one is proven to work.')
    await button(view, 'Continue').trigger('click')
    expect(bridge.enrolment.start).toHaveBeenCalledWith({ factorType: 'OTP' })
    expect(bridge.removal.preview).not.toHaveBeenCalled()
  })

  it('offers to remove the old one when the new one is active', async () => {
    const view = await add([app, second, email])
    expect(view.get('dialog').text()).toContain('The old one still works too.')
    await button(view, 'Remove the old one…').trigger('click')
    await settled()
    expect(bridge.removal.preview).toHaveBeenCalledWith({ factorId: 'b' })
    expect(view.get('dialog h2').text()).toBe('Remove the authenticator app?')
    expect(texts(view, 'dialog footer button')).toEqual(['Keep it', 'Remove'])
  })

  it('can keep both', async () => {
    const view = await add([app, second, email])
    await button(view, 'Keep both').trigger('click')
    await settled()
    expect(view.find('dialog').exists()).toBe(false)
  })

  it.each([
    ['a new one took its place', [second, email]],
    ['the one there carries the old name', [app, email]]
  ])('removes nothing more when only one is listed: %s', async (_name, enrolled) => {
    const view = await add(enrolled)
    expect(view.get('dialog').text()).toContain('nothing left to remove')
    expect(texts(view, 'dialog button')).toEqual(['Done'])
  })

  it('leaves the old one alone when the new one was given up', async () => {
    const view = await ask()
    await button(view, 'Continue').trigger('click')
    bridge.tell('enrolment:changed', { phase: 'started', factorType: 'OTP', pending: false })
    view.unmount()
    bridge.tell('enrolment:changed', { phase: 'none' })
    const again = await openView()
    expect(again.find('dialog').exists()).toBe(false)
  })
})

describe('where the tenant takes one at a time', () => {
  it('explains the order and the way back before anything is removed', async () => {
    const view = await ask()
    expect(texts(view, 'dialog ol li')).toEqual([
      'You remove the old one. Before that you see what would be left, and you can still keep it.',
      'You set up the new one right after.'
    ])
    expect(view.get('dialog .notice').text()).toContain('If the second step fails, you find it under “Ready to add”')
    expect(bridge.removal.preview).not.toHaveBeenCalled()
  })

  it('goes through the removal and then offers to add the new one right away', async () => {
    const view = await ask()
    await button(view, 'Continue').trigger('click')
    await settled()
    expect(view.get('dialog h2').text()).toBe('Remove the authenticator app?')
    bridge.tell('removal:changed', { phase: 'removed' })
    await settled()
    await button(view, 'Add an authenticator app').trigger('click')
    await settled()
    expect(bridge.enrolment.start).toHaveBeenCalledWith({ factorType: 'OTP' })
    expect(view.find('dialog').exists()).toBe(false)
  })

  it('is over when the old one is kept: a later removal offers nothing to add', async () => {
    const view = await ask()
    await button(view, 'Continue').trigger('click')
    await settled()
    await button(view, 'Keep it').trigger('click')
    await settled()
    await button(view, 'More for Authenticator app').trigger('click')
    await button(view, 'Remove…').trigger('click')
    bridge.tell('removal:changed', { phase: 'removed' })
    await settled()
    expect(texts(view, 'dialog button')).toEqual(['Done'])
  })
})
