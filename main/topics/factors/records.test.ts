import fc from 'fast-check'
import { expect, it } from 'vitest'
import { knownFactorTypes } from '../../../contract/factors'
import { accountKey, compare, factorKey, type FactorRecords, factorsFile, withCodeKept, withLabel } from './records'

const account = accountKey('https://id.fernhill.example/oidc', 'ada')
const factor = fc
  .record({
    id: fc.constantFrom('1', '2', '3', '4|email', '__proto__'),
    factorType: fc.constantFrom(...knownFactorTypes)
  })
  .map(({ id, factorType }) => ({ key: factorKey(account, id), factorType }))
const list = fc.uniqueArray(factor, { selector: ({ key }) => key })
const step = fc.record({ listed: list, own: fc.boolean(), named: fc.option(fc.constantFrom('phone', '')) })

const byKey = (one: { key: string }, other: { key: string }): number => one.key.localeCompare(other.key)

it('whatever lists follow each other, every difference is this app’s own or foreign, and labels stay with their factors', () => {
  fc.assert(
    fc.property(list, fc.array(step), (first, steps) => {
      let known: FactorRecords = compare(undefined, first, () => undefined, 0).records
      for (const [index, { listed, own, named }] of steps.entries()) {
        const [target] = Object.keys(known)
        if (target !== undefined && named !== null) known = withLabel(known, target, named)
        const before = known
        const { records, foreign } = compare(before, listed, () => (own ? index : undefined), index + 1)

        const here = new Set(listed.map(({ key }) => key))
        const differences = [...new Set([...Object.keys(before), ...here])].filter(
          (key) => here.has(key) !== key in before
        )
        expect(foreign.map(({ key }) => key).sort()).toEqual(own ? [] : differences.sort())
        for (const { kind, key } of foreign) expect(kind === 'added').toBe(here.has(key))
        expect(Object.keys(records).sort()).toEqual([...listed].sort(byKey).map(({ key }) => key))
        for (const [key, record] of Object.entries(records)) {
          if (key in before) expect(record).toEqual(before[key])
          else expect(record.addedAt).toBe(own ? index : undefined)
        }
        if (differences.length === 0) expect(records).toBe(before)
        expect(factorsFile.safeParse({ v: 1, accounts: { [account]: records } }).success).toBe(true)
        known = records
      }
    })
  )
})

it('nothing in the first list of an account is foreign', () => {
  fc.assert(
    fc.property(list, (listed) => {
      expect(compare(undefined, listed, () => undefined, 0).foreign).toEqual([])
    })
  )
})

it('a kept recovery code belongs to the later of two apps that were added within a minute', () => {
  const records: FactorRecords = {
    old: { factorType: 'OTP', seenAt: 1_500, addedAt: 1_000 },
    fresh: { factorType: 'OTP', seenAt: 20_500, addedAt: 20_000 }
  }
  const kept = withCodeKept(records, 21_000, 30_000)
  expect(kept).toEqual({ old: records['old'], fresh: { ...records['fresh'], codeKeptAt: 30_000 } })
})
