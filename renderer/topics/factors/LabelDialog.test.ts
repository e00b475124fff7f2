import { flushPromises } from '@vue/test-utils'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { EnrolledFactor } from '../../../contract/factors'
import { speak } from '../../text/i18n'
import { button, installBridge, ok, refused, show, texts } from '../../bridge/bridge.testing'
import MethodsView from '../../shell/MethodsView.vue'

const email = { factorId: 'a', factorType: 'EMAIL', target: 'a•••o@fernhill.example' }
const otp = { factorId: 'b', factorType: 'OTP' }
const addedAt = Date.UTC(2026, 2, 12, 12)

let bridge: ReturnType<typeof installBridge>
beforeEach(() => (bridge = installBridge()))

async function open(...factors: EnrolledFactor[]) {
  bridge.factors.listEnrolled.mockResolvedValue(ok(factors))
  const view = show(MethodsView)
  await flushPromises()
  return view
}

const facts = (view: Awaited<ReturnType<typeof open>>) => texts(view, 'section:first-of-type li p')

describe('the row of a factor', () => {
  it('shows its label, where it leads, and since when it is there', async () => {
    const view = await open(
      { ...email, label: 'Work', addedAt },
      { ...otp, label: 'Ada’s iPhone', addedAt },
      { ...otp, factorId: 'c', addedAt },
      { ...email, factorId: 'd' }
    )
    expect(facts(view)).toEqual([
      'Work · a•••o@fernhill.example · added 12 March 2026',
      'Ada’s iPhone · added 12 March 2026',
      'Added 12 March 2026',
      'a•••o@fernhill.example'
    ])
    expect(view.get('section:first-of-type li p').attributes('title')).toBe(facts(view)[0])
  })

  it('says what the method is good for when nothing else is known', async () => {
    expect(facts(await open(otp))).toEqual(['A code from an app on your phone. It works without a signal.'])
  })

  it('shows the date as the language of the window writes it', async () => {
    const view = await open({ ...otp, label: '雨桐的 iPhone', addedAt })
    await speak('zh-CN')
    await flushPromises()
    expect(facts(view)).toEqual(['雨桐的 iPhone · 2026年3月12日添加'])
    await speak('en')
  })

  it('keeps a label that runs from right to left from turning its surroundings round', async () => {
    const view = await open({ ...email, label: 'هاتف' })
    expect(texts(view, 'section:first-of-type li bdi')).toEqual(['هاتف', email.target])
  })
})

describe('renaming a factor', () => {
  async function rename(factor: EnrolledFactor) {
    const view = await open(factor)
    await button(view, 'More for Authenticator app').trigger('click')
    await button(view, 'Rename…').trigger('click')
    await vi.dynamicImportSettled()
    await flushPromises()
    return view
  }

  it('begins with the label it has, and shows the new one without asking the tenant again', async () => {
    const view = await rename({ ...otp, label: 'Old phone' })
    const field = view.get<HTMLInputElement>('dialog input')
    expect(field.element.value).toBe('Old phone')
    expect(field.attributes('maxlength')).toBe('60')
    await field.setValue('  Ada’s iPhone ')
    await view.get('dialog form').trigger('submit')
    await flushPromises()
    expect(bridge.factors.label).toHaveBeenCalledWith({ factorId: 'b', label: 'Ada’s iPhone' })
    expect(view.find('dialog').exists()).toBe(false)
    expect(facts(view)).toEqual(['Ada’s iPhone'])
    expect(bridge.factors.listEnrolled).toHaveBeenCalledTimes(1)
  })

  it('takes the label away when it is left empty', async () => {
    const view = await rename({ ...otp, label: 'Old phone', addedAt })
    await view.get('dialog input').setValue(' ')
    await button(view, 'Save').trigger('click')
    await flushPromises()
    expect(bridge.factors.label).toHaveBeenCalledWith({ factorId: 'b', label: '' })
    expect(facts(view)).toEqual(['Added 12 March 2026'])
  })

  it('keeps the dialog open and the old label when it could not be stored', async () => {
    bridge.factors.label.mockResolvedValue(refused('unexpected'))
    const view = await rename({ ...otp, label: 'Old phone' })
    await view.get('dialog input').setValue('New phone')
    await button(view, 'Save').trigger('click')
    await flushPromises()
    expect(view.find('dialog [role=alert]').exists()).toBe(true)
    expect(facts(view)[0]).toBe('Old phone')
  })

  it('changes nothing when it is cancelled', async () => {
    const view = await rename(otp)
    await view.get('dialog input').setValue('New phone')
    await button(view, 'Cancel').trigger('click')
    expect(view.find('dialog').exists()).toBe(false)
    expect(bridge.factors.label).not.toHaveBeenCalled()
  })
})
