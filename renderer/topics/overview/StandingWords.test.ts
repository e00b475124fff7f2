import { flushPromises } from '@vue/test-utils'
import { beforeEach, expect, it } from 'vitest'
import type { Overview, Reason, Step } from '../../../contract/overview'
import { installBridge, ok, show } from '../../bridge/bridge.testing'
import OverviewView from '../../shell/OverviewView.vue'
import { useSessionStore } from '../../stores/session'

let bridge: ReturnType<typeof installBridge>
beforeEach(() => (bridge = installBridge()))

const alone: Reason = { id: 'passwordAlone', about: 'secondMethod', state: 'gap', from: [] }
const noPassword: Reason = { id: 'noPassword', about: 'password', state: 'none', from: [] }
const oneMethod: Reason = { id: 'oneMethod', about: 'secondMethod', state: 'good', method: 'OTP', from: [] }
const lostPhone: Reason = { id: 'lostPhone', about: 'fallback', state: 'gap', from: [] }
const addApp: Step = {
  rule: 'passwordAlone',
  about: 'secondMethod',
  severity: 'high',
  action: { kind: 'add', method: 'OTP' },
  from: []
}
const askForApp: Step = { ...addApp, action: { kind: 'administrator', methods: ['OTP'] } }
const readAgain: Step = { ...addApp, rule: 'readAgain', about: 'reading', action: { kind: 'readAgain' } }

async function textOf(told: Partial<Overview>): Promise<string> {
  const nothing = { outside: [], optional: [], decided: [], unread: [], reasons: [], steps: [] }
  const score = { kind: 'number', value: 40 } as const
  bridge.overview.read.mockResolvedValue(
    ok({ score, scoreFrom: [], mayDismiss: false, waiting: false, ...nothing, ...told })
  )
  await useSessionStore().start()
  const view = show(OverviewView)
  await flushPromises()
  return view.text()
}

it('says that a password alone guards the account', async () => {
  const text = await textOf({ reasons: [alone], steps: [addApp] })
  expect(text).toContain('Your password alone guards it')
  expect(text).toContain('whoever knows your password')
})

it.each([
  ['whose step can be taken', { reasons: [alone, noPassword], steps: [addApp] }],
  ['whose step only others could take', { reasons: [alone, noPassword], outside: [askForApp] }],
  ['with one method', { reasons: [oneMethod, lostPhone, noPassword] }]
])('speaks of no password to guard an account without one, %s', async (_name, told) => {
  const text = (await textOf(told)).replace('No password set', '')
  expect(text).not.toContain('assword')
})

it('does not count as a gap what could not be read again', async () => {
  const text = await textOf({ reasons: [oneMethod], steps: [readAgain] })
  expect(text).toContain('Nothing left for you to do')
})
