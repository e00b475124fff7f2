import { flushPromises } from '@vue/test-utils'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Outlook, WhatIfProof } from '../../../contract/whatIf'
import { button, installBridge, ok, refused, show, texts } from '../../bridge/bridge.testing'
import { useSettingsStore } from '../../stores/settings'
import WhatIfView from './WhatIfView.vue'

const at = Date.UTC(2026, 4, 14, 12, 3)
const proof = (digit: string, kind: WhatIfProof['kind'], change: Partial<WhatIfProof> = {}): WhatIfProof => ({
  id: digit.repeat(32),
  kind,
  place: 'elsewhere',
  isSaid: false,
  isCertain: true,
  lostWith: [],
  ...change
})
const proofs = [
  proof('a', 'password'),
  proof('b', 'app', { place: 'phone', name: 'Ada’s iPhone', lostWith: ['phone'] }),
  proof('c', 'recoveryCode', { last: { result: 'works', at } }),
  proof('d', 'email', { target: 'a•••o@fernhill.example', lostWith: ['mailbox'] })
]
const way: Outlook['ways'][number] = {
  proofs: ['a'.repeat(32), 'c'.repeat(32)],
  isCertain: true,
  steps: ['openPage', 'typePassword', 'typeRecoveryCode', 'addAnother']
}
const outlook: Outlook = { readAt: at, proofs, ways: [way], verdict: 'one', addition: 'passkey' }

let bridge: ReturnType<typeof installBridge>
beforeEach(async () => {
  bridge = installBridge()
  await useSettingsStore().load()
})

async function open(known: Outlook = outlook) {
  bridge.whatIf.consider.mockResolvedValue(ok(known))
  const view = show(WhatIfView)
  await flushPromises()
  return view
}

describe('what if', () => {
  it('begins with a lost phone, read anew, and says how one would still get in', async () => {
    const view = await open()
    expect(bridge.whatIf.read).toHaveBeenCalledTimes(1)
    expect(bridge.whatIf.consider).toHaveBeenLastCalledWith({ lost: ['phone'] })
    expect(view.get('[role=status]').text()).toBe('One way is leftPassword, then Recovery code.')
    expect(texts(view, 'ol li')).toEqual([
      'Open id.fernhill.example’s sign-in page on any computer.',
      'Type your password.',
      'Where it asks for a code, choose the recovery code.',
      'Add a new method before you leave: that code is used up.'
    ])
  })

  it('shows what stays before what goes, and why', async () => {
    const view = await open()
    expect(texts(view, '.result .name')).toEqual(['Password', 'Recovery code', 'Authenticator app', 'Email'])
    expect(texts(view, '.fate bdi')).toEqual([
      'You know it',
      'Worked on 14 May 2026',
      'Was on the phone',
      'Needs the mailbox'
    ])
    expect(view.findAll('s')).toHaveLength(2)
  })

  it('has a switch for each loss, which says what it takes', async () => {
    const view = await open()
    expect(texts(view, 'label.row')).toEqual([
      'My phoneAda’s iPhone',
      'This laptopNo method lives here',
      'My mailboxa•••o@fernhill.example',
      'My numberNo code goes to a number'
    ])
    const switches = view.findAll<HTMLInputElement>('[role=switch]')
    expect(switches.map(({ element }) => element.checked)).toEqual([true, false, false, false])
    await switches[2]?.trigger('click')
    await flushPromises()
    expect(bridge.whatIf.consider).toHaveBeenLastCalledWith({ lost: ['phone', 'mailbox'] })
    await switches[0]?.trigger('click')
    await flushPromises()
    expect(bridge.whatIf.consider).toHaveBeenLastCalledWith({ lost: ['mailbox'] })
  })

  it('takes a place for a guess until the person says another', async () => {
    const view = await open()
    expect(view.findAll('.fate button')).toHaveLength(3)
    await button(view, 'Where is it: Authenticator app').trigger('click')
    const select = view.get<HTMLSelectElement>('.fate select')
    expect(select.element.value).toBe('phone')
    await select.setValue('laptop')
    await flushPromises()
    expect(bridge.whatIf.say).toHaveBeenCalledWith({ id: 'b'.repeat(32), place: 'laptop' })
    expect(view.find('.fate select').exists()).toBe(false)
    expect(bridge.whatIf.consider).toHaveBeenCalledTimes(2)
  })

  it('offers the one thing that adds a way, and nothing if two are left', async () => {
    const view = await open()
    expect(texts(view, '.button.primary')).toEqual(['Add'])
    expect(view.text()).toContain('Add a passkey on this laptop')
    expect(view.text()).toContain('Then 2 ways would be left.')
    await view.get('.button.primary').trigger('click')
    expect(bridge.passkeys.add).toHaveBeenCalledTimes(1)
    const { addition: _none, ...safe } = outlook
    const two = await open({ ...safe, ways: [way, way], verdict: 'several' })
    expect(two.find('.button.primary').exists()).toBe(false)
    expect(two.get('[role=status] h2').text()).toBe('2 ways are left')
  })

  it('adds a method here', async () => {
    const view = await open({ ...outlook, addition: 'SMS' })
    await view.get('.button.primary').trigger('click')
    expect(bridge.enrolment.start).toHaveBeenCalledWith({ factorType: 'SMS' })
  })

  it('says that nothing is left, or that nobody can be sure', async () => {
    const none = await open({ ...outlook, ways: [], verdict: 'none' })
    expect(none.get('[role=status]').text()).toContain('No way is left')
    expect(none.find('ol').exists()).toBe(false)
    const perhaps = await open({ ...outlook, ways: [{ ...way, isCertain: false }], verdict: 'perhaps' })
    expect(perhaps.get('[role=status]').text()).toContain('Nobody can be sure of it, so it is not counted.')
  })

  it('shows hostile names as text', async () => {
    const hostile = '<img src=x>'
    const view = await open({
      ...outlook,
      proofs: [...proofs, proof('e', 'other', { factorType: hostile, isCertain: false })]
    })
    expect(texts(view, '.result .name')).toContain(hostile)
    expect(view.find('img').exists()).toBe(false)
  })

  it('says why the account could not be read, and reads it again', async () => {
    bridge.whatIf.consider.mockResolvedValueOnce(refused('timedOut'))
    const view = show(WhatIfView)
    await flushPromises()
    expect(view.get('[role=alert]').text()).toContain('took too long')
    bridge.whatIf.consider.mockResolvedValue(ok(outlook))
    await button(view, 'Try again').trigger('click')
    await flushPromises()
    expect(view.find('.result').exists()).toBe(true)
  })
})
