import { flushPromises } from '@vue/test-utils'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { button, installBridge, ok, refused, show, texts } from '../../bridge/bridge.testing'
import MethodsView from '../../shell/MethodsView.vue'

const laptop = { credentialId: 'k1', name: 'Ada’s laptop', createdAt: Date.UTC(2026, 2, 12, 12) }

let bridge: ReturnType<typeof installBridge>
beforeEach(() => {
  bridge = installBridge()
  bridge.passkeys.list.mockResolvedValue(ok([laptop]))
})

async function settled(): Promise<void> {
  await flushPromises()
  await vi.dynamicImportSettled()
  await flushPromises()
}

async function open() {
  const view = show(MethodsView)
  await settled()
  return view
}

async function choose(view: Awaited<ReturnType<typeof open>>, item: string) {
  await button(view, 'More for Ada’s laptop').trigger('click')
  await button(view, item).trigger('click')
  await settled()
}

describe('the list', () => {
  it('stands below the methods, with name and date', async () => {
    const view = await open()
    expect(texts(view, 'section h2')).toEqual(['Active', 'Ready to add', 'Passkeys'])
    expect(texts(view, 'section:last-of-type li')[0]).toBe('Ada’s laptopAdded 12 March 2026')
  })

  it('is hidden if the tenant has no passkeys', async () => {
    bridge.passkeys.list.mockResolvedValue(ok(undefined))
    const view = await open()
    expect(texts(view, 'section h2')).toEqual(['Active', 'Ready to add'])
  })

  it('says what a passkey is when there is none', async () => {
    bridge.passkeys.list.mockResolvedValue(ok([]))
    const view = await open()
    expect(view.text()).toContain('No passkeys yet.')
  })

  it('keeps its place while it is asked for, and never delays the methods', async () => {
    bridge.passkeys.list.mockReturnValue(new Promise(() => undefined))
    const view = await open()
    expect(texts(view, 'section h2')).toEqual(['Active', 'Ready to add', 'Passkeys'])
    expect(view.findAll('section:last-of-type .bone')).not.toHaveLength(0)
    expect(view.find('.decides ~ section').exists()).toBe(true)
    expect(view.find('[aria-busy=true]').exists()).toBe(false)
  })

  it('fails in one quiet line that can try again, beside all methods', async () => {
    bridge.passkeys.list.mockResolvedValueOnce(refused('timedOut'))
    const view = await open()
    expect(view.find('[role=alert]').exists()).toBe(false)
    expect(texts(view, 'section h2')).toEqual(['Active', 'Ready to add', 'Passkeys'])
    expect(view.text()).toContain('Your passkeys could not be loaded. The server took too long to answer.')
    await button(view, 'Try again').trigger('click')
    await settled()
    expect(view.text()).toContain('Ada’s laptop')
  })

  it('does not say that there are no passkeys, or that the list is new, if it could not be read again', async () => {
    bridge.passkeys.list.mockResolvedValueOnce(ok([])).mockResolvedValueOnce(refused('timedOut'))
    const view = await open()
    expect(view.text()).toContain('No passkeys yet.')
    await button(view, 'Check again').trigger('click')
    await settled()
    expect(view.text()).not.toContain('No passkeys yet.')
    expect(texts(view, 'section:last-of-type .section-head')[0]).toMatch(/^Passkeys.*just now/)
    expect(texts(view, 'section:last-of-type summary')).toEqual(['Details'])
  })
})

describe('a passkey', () => {
  it('is made in the browser, and it says why', async () => {
    const view = await open()
    expect(view.text()).toContain('You create passkeys on')
    await button(view, 'Add in browser').trigger('click')
    expect(bridge.passkeys.add).toHaveBeenCalledTimes(1)
  })

  it('that was made in the browser is there when the person comes back', async () => {
    const view = await open()
    window.dispatchEvent(new Event('focus'))
    await settled()
    expect(bridge.passkeys.list).toHaveBeenCalledTimes(1)
    await button(view, 'Add in browser').trigger('click')
    await settled()
    bridge.passkeys.list.mockResolvedValue(ok([laptop, { credentialId: 'k2', name: 'New key' }]))
    window.dispatchEvent(new Event('focus'))
    await settled()
    expect(view.text()).toContain('New key')
  })

  it('is the best next step, and the only primary button, if nothing else would help more', async () => {
    const active = ['OTP', 'EMAIL'].map((factorType) => ({ factorId: factorType, factorType }))
    bridge.factors.listEnrolled.mockResolvedValue(ok(active))
    bridge.passkeys.list.mockResolvedValue(ok([]))
    const view = await open()
    expect(texts(view, '.tag')).toEqual(['Best next step'])
    expect(view.text()).toContain('A false website cannot trick you out of it.')
    expect(texts(view, '.button.primary')).toEqual(['Add in browser'])
  })

  it('gets another name', async () => {
    const view = await open()
    await choose(view, 'Rename…')
    const field = view.get<HTMLInputElement>('dialog input')
    expect(field.element.value).toBe('Ada’s laptop')
    await field.setValue('  Work laptop ')
    await view.get('dialog form').trigger('submit')
    await settled()
    expect(bridge.passkeys.rename).toHaveBeenCalledWith({ credentialId: 'k1', name: 'Work laptop' })
    expect(bridge.passkeys.list).toHaveBeenCalledTimes(2)
    expect(view.find('dialog').exists()).toBe(false)
  })

  it('keeps its dialog open when the new name was refused', async () => {
    bridge.passkeys.rename.mockResolvedValue(refused('serverFault'))
    const view = await open()
    await choose(view, 'Rename…')
    await button(view, 'Save').trigger('click')
    await settled()
    expect(view.get('dialog [role=alert]').text()).toContain('The server has a problem')
  })

  it('gets no empty name', async () => {
    const view = await open()
    await choose(view, 'Rename…')
    await view.get('dialog input').setValue('  ')
    await view.get('dialog form').trigger('submit')
    expect(bridge.passkeys.rename).not.toHaveBeenCalled()
  })

  it('is removed once main has asked', async () => {
    const view = await open()
    bridge.passkeys.list.mockResolvedValue(ok([]))
    await choose(view, 'Remove…')
    expect(bridge.passkeys.remove).toHaveBeenCalledWith({ credentialId: 'k1' })
    expect(view.text()).not.toContain('Ada’s laptop')
  })

  it('stays when the person said no to main', async () => {
    bridge.passkeys.remove.mockResolvedValue(ok({ removed: false }))
    const view = await open()
    await choose(view, 'Remove…')
    expect(bridge.passkeys.list).toHaveBeenCalledTimes(1)
    expect(view.text()).toContain('Ada’s laptop')
  })

  it('says why it was not removed', async () => {
    bridge.passkeys.remove.mockResolvedValue(refused('offline'))
    const view = await open()
    await choose(view, 'Remove…')
    expect(view.get('[role=alert]').text()).toContain('You are offline')
  })
})
