import { beforeEach, describe, expect, it } from 'vitest'
import type { Step } from '../../../contract/overview'
import { createAccountMemory } from '../../facts/memory'
import { temporaryFolder } from '../../ground/temporaryFolder.testing'
import { inMemory } from '../../vault/memory'
import { unsealed } from '../../vault/sealing'
import { createDecisions, type Decisions, keptDecisions } from './decisions'

const day = 24 * 3_600_000
const step: Step = {
  rule: 'lostPhone',
  about: 'fallback',
  severity: 'high',
  action: { kind: 'add', method: 'EMAIL' },
  offDays: 7,
  from: []
}
const other: Step = { ...step, rule: 'falseWebsite', about: 'passkey', offDays: 30 }

let now: number
let decisions: Decisions

beforeEach(async () => {
  now = Date.UTC(2026, 10, 29)
  const vault = inMemory()
  const profile = await temporaryFolder()
  const memory = createAccountMemory({
    vault,
    sealing: unsealed,
    profile,
    issuer: 'https://id.fernhill.example/oidc',
    sub: () => 'ada',
    log: () => undefined
  })
  decisions = createDecisions(memory.part('decisions', keptDecisions, []), () => now)
})

describe('a decision', () => {
  it('is kept by rule and subject, with its time', async () => {
    await decisions.putOff(step)
    await decisions.dismiss(other)
    expect(await decisions.read()).toEqual([
      { rule: 'lostPhone', about: 'fallback', at: now, until: now + 7 * day },
      { rule: 'falseWebsite', about: 'passkey', at: now }
    ])
  })

  it('takes the place of an earlier one of its kind', async () => {
    await decisions.putOff(step)
    now += day
    expect(await decisions.putOff(step)).toEqual([
      { rule: 'lostPhone', about: 'fallback', at: now, until: now + 7 * day }
    ])
  })

  it('that ends leaves a dismissal of the same step as it was', async () => {
    await decisions.dismiss(step)
    const [, later] = await decisions.putOff(step)
    if (!later) throw new Error('The step was not put off.')
    const dismissed = [{ rule: 'lostPhone', about: 'fallback', at: now }]
    expect(await decisions.undo(later)).toEqual(dismissed)
    await decisions.putOff(step)
    now += 8 * day
    await decisions.putOff(other)
    expect(await decisions.undo({ rule: 'falseWebsite', about: 'passkey', at: now, until: now + 30 * day })).toEqual(
      dismissed
    )
  })

  it('of a later version costs no other', () => {
    const kept = { rule: 'lostPhone', about: 'fallback', at: now }
    expect(keptDecisions.parse([{ rule: 'newRule', about: 'fallback', at: 1 }, kept, 7])).toEqual([kept])
  })

  it('is one of at most a hundred', () => {
    const many = Array.from({ length: 120 }, (_, at) => ({ rule: 'lostPhone', about: 'fallback', at }))
    expect(keptDecisions.parse(many)).toHaveLength(100)
  })
})
