import { flushPromises } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import type { Failure } from '../../../contract/result'
import { button, installBridge, ok, show } from '../../bridge/bridge.testing'
import { useSessionStore } from '../../stores/session'
import BarredView from './BarredView.vue'

const at = new Date(2026, 4, 14, 14, 3).getTime()

async function open(failure: Partial<Failure> = {}) {
  const bridge = installBridge()
  bridge.devices.readOwn.mockResolvedValue(ok({ id: '7f3a19c2', reported: true }))
  useSessionStore().state = { phase: 'barred', failure: { code: 'deviceSuspended', at, ...failure } }
  const view = show(BarredView)
  await flushPromises()
  return { bridge, view }
}

describe('the screen of a barred device', () => {
  it('says what happened, until when, and who can lift it', async () => {
    const { view } = await open({ until: new Date(2026, 4, 15, 9).getTime() })
    expect(view.get('h1').text()).toContain('has suspended this computer')
    expect(view.text()).toContain('15 May 2026')
    expect(view.text()).toContain('An administrator of')
    expect(view.text()).toContain('7f3a19c2')
    expect(view.text()).toContain('answer 1578 at')
  })

  it('names no end that the tenant does not tell, and none at all for a device out of use', async () => {
    expect((await open()).view.text()).toContain('Until it is lifted')
    const { view } = await open({ code: 'deviceDeactivated' })
    expect(view.get('h1').text()).toContain('has taken this computer out of use')
    expect(view.text()).not.toContain('Until')
    expect(view.text()).toContain('answer 1577')
  })

  it('asks nothing by itself, and again only by request', async () => {
    const { bridge, view } = await open()
    expect(bridge.session.askAgain).not.toHaveBeenCalled()
    await button(view, 'Ask again now').trigger('click')
    expect(bridge.session.askAgain).toHaveBeenCalledOnce()
    await view.get('.primary').trigger('click')
    expect(bridge.session.copyMessage).toHaveBeenCalledOnce()
  })
})
