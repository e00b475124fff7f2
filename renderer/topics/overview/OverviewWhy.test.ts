import { flushPromises } from '@vue/test-utils'
import { expect, it } from 'vitest'
import type { Origin } from '../../../contract/origin'
import type { Reason } from '../../../contract/overview'
import { button, installBridge, ok, show, texts } from '../../bridge/bridge.testing'
import OverviewView from '../../shell/OverviewView.vue'
import { useSessionStore } from '../../stores/session'

const at = Date.UTC(2026, 4, 14, 12, 2)
const active: Origin = { source: 'active', field: 'factorType', values: ['OTP'], readAt: at, requestId: 'of-active' }
const level: Origin = { source: 'security', field: 'passwordSecurityLevel', values: ['3'], readAt: at }
const score: Origin = { source: 'security', field: 'securityScore', values: ['90'], readAt: at, requestId: 'of-score' }
const good = (about: Reason['about'], ...from: Origin[]): Reason => ({ id: 'oneMethod', about, state: 'good', from })

it.each([
  [
    'the words at the head',
    'Nothing left for you to do',
    ['factorType', 'passwordSecurityLevel', 'of-active'],
    'standing'
  ],
  ['a step that was put off', 'All on one phone', ['factorType', 'of-active'], 'lostPhone'],
  ['a number that nobody explains', 'id.fernhill.example does not say what it counts', ['of-score'], 'score']
])('%s say why, and the focus is back afterwards', async (_, name, parts, rule) => {
  const bridge = installBridge()
  const decided = { rule: 'lostPhone', about: 'fallback', at, until: at + 1 } as const
  bridge.overview.read.mockResolvedValue(
    ok({
      score: { kind: 'number', value: 90 },
      scoreFrom: [score],
      reasons: [good('secondMethod', active), good('fallback', active), good('password', level)],
      decided: [{ ...decided, from: [active] }],
      ...{ steps: [], outside: [], optional: [], unread: [], mayDismiss: false, waiting: false }
    })
  )
  await useSessionStore().start()
  const view = show(OverviewView)
  await flushPromises()
  const full = texts(view, 'button').find((text) => text.startsWith(name)) ?? name
  const claim = button(view, full)
  await claim.trigger('click')
  const panel = view.get('[role=dialog]')
  for (const part of parts) expect(panel.text().split(part)).toHaveLength(2)
  expect(texts(view, '[role=dialog] dd').at(-1)).toBe(rule)
  await panel.trigger('keydown', { key: 'Escape' })
  expect(document.activeElement).toBe(claim.element)
})
