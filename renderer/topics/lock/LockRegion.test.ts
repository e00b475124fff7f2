import { flushPromises } from '@vue/test-utils'
import { beforeEach, describe, expect, it } from 'vitest'
import { useLockStore } from '../../stores/lock'
import { button, installBridge, lockState, ok, refused, show } from '../../bridge/bridge.testing'
import LockRegion from './LockRegion.vue'

const withPin = { ...lockState, pinSet: true }

let bridge: ReturnType<typeof installBridge>
beforeEach(() => (bridge = installBridge()))

async function open(state = lockState) {
  bridge.lock.read.mockResolvedValue(ok(state))
  await useLockStore().start()
  return show(LockRegion)
}

type View = Awaited<ReturnType<typeof open>>

async function submit(view: View, ...typed: string[]) {
  for (const [index, input] of view.findAll('dialog input').entries()) await input.setValue(typed[index])
  await view.get('dialog form').trigger('submit')
  await flushPromises()
}

const errors = (view: View) => view.findAll('dialog .error').map((error) => error.text())

describe('the settings of the lock', () => {
  it('are one button until there is a PIN', async () => {
    const view = await open()
    expect(view.findAll('button').map((one) => one.text())).toEqual(['Choose…'])
    expect(view.find('select').exists()).toBe(false)
  })

  it('are changed with the PIN only, and show what main says', async () => {
    const view = await open(withPin)
    await view.get('select').setValue('30')
    expect(bridge.lock.change).not.toHaveBeenCalled()
    expect(view.get<HTMLSelectElement>('select').element.value).toBe('10')
    bridge.lock.change.mockResolvedValueOnce(refused('pinWrong'))
    await submit(view, '0000')
    expect(errors(view)).toEqual([expect.stringContaining('That is not the PIN or passphrase.')])
    await submit(view, '4071')
    const settings = { ...withPin.settings, afterMinutes: 30 }
    expect(bridge.lock.change).toHaveBeenLastCalledWith({ pin: '4071', settings })
    expect(view.find('dialog').exists()).toBe(false)
  })

  it('leave a switch as it is until main has changed it', async () => {
    const view = await open(withPin)
    const away = view.get<HTMLInputElement>('[role=switch]')
    const says = (part: string) => view.get(`[id="${away.attributes(part) ?? ''}"]`).text()
    expect(says('aria-labelledby')).toBe('Lock when you are away')
    expect(says('aria-describedby')).toMatch(/^When the computer sleeps/)
    await away.trigger('click')
    await submit(view, '4071')
    const settings = { ...withPin.settings, whenAway: false }
    expect(bridge.lock.change).toHaveBeenLastCalledWith({ pin: '4071', settings })
    expect(away.element.checked).toBe(true)
    bridge.tell('lock:changed', { ...withPin, settings })
    await flushPromises()
    expect(away.element.checked).toBe(false)
  })
})

describe('choosing a PIN', () => {
  it('says what is wrong with it at its field, and sets it when nothing is', async () => {
    const view = await open()
    await button(view, 'Choose…').trigger('click')
    await submit(view, '123', '123')
    expect(errors(view)).toEqual(['A PIN needs at least 4 digits.'])
    expect(document.activeElement).toBe(view.findAll('dialog input')[0]?.element)
    await submit(view, '735519', '735518')
    expect(errors(view)).toEqual(['The two are not the same.'])
    expect(document.activeElement).toBe(view.findAll('dialog input')[1]?.element)
    expect(bridge.lock.setPin).not.toHaveBeenCalled()
    await submit(view, '735519', '735519')
    expect(bridge.lock.setPin).toHaveBeenCalledExactlyOnceWith({ pin: '735519' })
    expect(view.find('dialog').exists()).toBe(false)
  })

  it('needs the current PIN first if there is one', async () => {
    const view = await open(withPin)
    await button(view, 'Change…').trigger('click')
    bridge.lock.setPin.mockResolvedValueOnce(refused('pinWrong'))
    await submit(view, '0000', '735519', '735519')
    expect(errors(view)).toEqual([expect.stringContaining('That is not the PIN or passphrase.')])
    expect(document.activeElement).toBe(view.findAll('dialog input')[0]?.element)
    await submit(view, '4071', '735519', '735519')
    expect(bridge.lock.setPin).toHaveBeenLastCalledWith({ current: '4071', pin: '735519' })
    expect(view.find('dialog').exists()).toBe(false)
  })

  it('is undone with the PIN only', async () => {
    const view = await open(withPin)
    await button(view, 'Remove…').trigger('click')
    await submit(view, '')
    expect(bridge.lock.removePin).not.toHaveBeenCalled()
    expect(errors(view)).toEqual(['Enter the current PIN or passphrase.'])
    await submit(view, '4071')
    expect(bridge.lock.removePin).toHaveBeenCalledExactlyOnceWith({ pin: '4071' })
  })
})
