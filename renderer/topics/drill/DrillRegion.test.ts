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
