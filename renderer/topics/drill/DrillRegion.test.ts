import { flushPromises } from '@vue/test-utils'
import { beforeEach, describe, expect, it } from 'vitest'
import type { DrillRecord } from '../../../contract/drill'
import { button, installBridge, ok, refused, show, texts } from '../../bridge/bridge.testing'
import { usePageStore } from '../../stores/page'
import DrillRegion from './DrillRegion.vue'

const at = Date.UTC(2026, 4, 14, 12, 2)
const record: DrillRecord = {
  everyMonths: 3,
  subjects: [
    { id: 'a'.repeat(32), kind: 'factor', factorType: 'OTP', label: 'My phone', last: { result: 'works', at } },
    { id: 'b'.repeat(32), kind: 'email', target: 'a•••o@fernhill.example', last: { result: 'fails', at } },
    { id: 'c'.repeat(32), kind: 'recoveryCode' },
    { id: 'd'.repeat(32), kind: 'passkey' },
    { id: 'e'.repeat(32), kind: 'factor', factorType: 'FACE' }
  ]
}

let bridge: ReturnType<typeof installBridge>
beforeEach(() => {
  bridge = installBridge()
})

async function open(known: DrillRecord = record) {
  bridge.drill.readRecord.mockResolvedValue(ok(known))
  const view = show(DrillRegion)
  await flushPromises()
  return view
}

describe('what is still yours', () => {
  it('is what the last test has shown, for each method, address and code', async () => {
    const view = await open()
    expect(texts(view, 'li')).toEqual([
      'Authenticator appMy phoneWorked on 14 May 2026',
      'Email addressa•••o@fernhill.exampleDid not work on 14 May 2026',
      'Recovery codeNever tested',
      'FaceCannot be tested here'
    ])
  })

  it('says why: the answer of the tenant, or the word of the person', async () => {
    const from = [
      { source: 'test' as const, field: 'mfa-totp-verify verified', values: ['true'], readAt: at, requestId: 'r1' }
    ]
    const [app, email, ...others] = record.subjects
    if (!app || !email) throw new Error('Too few subjects.')
    const last = { result: 'fails' as const, at, why: 'nothingArrived' as const }
    const view = await open({ ...record, subjects: [{ ...app, from }, { ...email, last }, ...others] })
    const claims = view.findAll('li [aria-haspopup=dialog]')
    const told: string[] = []
    for (const claim of claims) {
      await claim.trigger('click')
      const panel = view.get('[role=dialog]')
      told.push(panel.text().replace(/\s+/g, ' '))
      await panel.trigger('keydown', { key: 'Escape' })
      expect(document.activeElement).toBe(claim.element)
    }
    expect(told.map((text) => text.replace('Why do you say that?', ''))).toEqual([
      expect.stringMatching(/accepted\..*mfa-totp-verify verified\s*true.*r1.*works$/),
      expect.stringMatching(/you said that nothing arrived\..*nothingArrived$/),
      expect.stringMatching(/No test of it is kept here\..*never$/),
      expect.stringMatching(/own page\..*face$/)
    ])
  })

  it('is answered by a test', async () => {
    const view = await open()
    await button(view, 'Test…').trigger('click')
    expect(usePageStore().part).toBe('drill')
  })

  it('is asked again after as many months as the person wants, and no earlier', async () => {
    const view = await open({ ...record, lastRunAt: at, dueAt: Date.now() + 3_600_000 })
    expect(view.text()).not.toContain('time for another')
    await view.get('select').setValue('6')
    await flushPromises()
    expect(bridge.drill.setPace).toHaveBeenCalledWith({ everyMonths: 6 })
    expect(bridge.drill.readRecord).toHaveBeenCalledTimes(2)
    const due = await open({ ...record, lastRunAt: at, dueAt: at + 1 })
    expect(due.text()).toContain('The last test was on 14 May 2026, so it is time for another.')
  })

  it('takes no place if there is nothing to test, and says why it could not be read', async () => {
    const empty = await open({ everyMonths: 3, subjects: [] })
    expect(empty.find('section').exists()).toBe(false)
    bridge = installBridge()
    bridge.drill.readRecord.mockResolvedValue(refused('timedOut'))
    const view = show(DrillRegion)
    await flushPromises()
    expect(view.get('[role=alert]').text()).toContain('took too long')
  })
})
