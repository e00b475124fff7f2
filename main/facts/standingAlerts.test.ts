import { expect, it } from 'vitest'
import type { Alert } from '../../contract/alerts'
import { type Decision, overview } from '../../contract/overview'
import { standingOf } from './standing'
import { combinations, day, factsOf, judge, now, safe } from './standing.testing'

const device: Alert = { id: 'a', rule: 'newDevice', at: now, state: 'waiting', device: { browser: 'Chrome' } }

it('an alert that waits is the first step whatever the facts are, and changes nothing else', () => {
  let count = 0
  for (const { unread, ...values } of combinations()) {
    if (count++ % 97 > 0) continue
    const without = judge(values, [], [...unread])
    const judged = judge(values, [], [...unread], now, [device, { ...device, id: 'b' }])
    expect(judged.steps[0]).toEqual({
      rule: 'unanswered',
      about: 'alert',
      severity: 'high',
      action: { kind: 'answer', alert: device },
      from: []
    })
    expect({ ...judged, steps: judged.steps.slice(1) }).toEqual(without)
  }
})

it('an alert cannot be put off, and is told while the rest is being read', () => {
  const decision: Decision = { rule: 'unanswered', about: 'alert', at: now, until: now + day }
  const facts = factsOf({ active: [], offered: ['OTP'] })
  const judged = standingOf({ facts, unread: [], decisions: [], alerts: [device], waiting: true, now })
  expect(judged.steps.map(({ rule }) => rule)).toEqual(['unanswered', 'passwordAlone'])
  expect(judged.steps[0]).not.toHaveProperty('offDays')
  expect(overview.parse(judge(safe, [decision], [], now, [device])).steps).toHaveLength(1)
})
