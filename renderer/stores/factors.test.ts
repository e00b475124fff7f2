import { beforeEach, expect, it } from 'vitest'
import { watch } from 'vue'
import type { FactorToEnroll } from '../../contract/factors'
import type { Result } from '../../contract/result'
import { installBridge, ok, refused } from '../bridge/bridge.testing'
import { useFactorsStore } from './factors'
import { useSessionStore } from './session'

let bridge: ReturnType<typeof installBridge>
let factors: ReturnType<typeof useFactorsStore>

beforeEach(async () => {
  bridge = installBridge()
  factors = useFactorsStore()
  await useSessionStore().start()
})

it('loads both lists', async () => {
  await factors.load()
  expect(factors.toEnroll.list).toEqual([{ factorType: 'SMS' }])
  expect(factors.enrolled.list).toHaveLength(1)
  expect([factors.settled, factors.failed]).toEqual([true, undefined])
})

it('does not take a refused list for an empty one', async () => {
  bridge.factors.listToEnroll.mockResolvedValue(refused('serverFault'))
  await factors.load()
  expect(factors.toEnroll.list).toBeUndefined()
  expect([factors.settled, factors.failed]).toEqual([true, 'toEnroll'])
})

it('keeps the last list and its age when main refuses the next', async () => {
  await factors.load()
  const { loadedAt } = factors.toEnroll
  bridge.factors.listToEnroll.mockResolvedValue(refused('offline'))
  bridge.factors.listEnrolled.mockResolvedValue(refused('offline'))
  await factors.load()
  expect(factors.failed).toBe('both')
  expect(factors.toEnroll.list).toEqual([{ factorType: 'SMS' }])
  expect(factors.toEnroll.loadedAt).toBe(loadedAt)
})

it('asks again only for what failed', async () => {
  bridge.factors.listEnrolled.mockResolvedValueOnce(refused('timedOut'))
  await factors.load()
  await factors.retry()
  expect(bridge.factors.listToEnroll).toHaveBeenCalledTimes(1)
  expect(bridge.factors.listEnrolled).toHaveBeenCalledTimes(2)
  expect(factors.failed).toBeUndefined()
})

it('stays settled while a missing list arrives after all', async () => {
  bridge.factors.listToEnroll.mockResolvedValueOnce(refused('timedOut'))
  await factors.load()
  const seen: boolean[] = []
  watch(
    () => factors.settled,
    (settled) => seen.push(settled),
    { flush: 'sync' }
  )
  await factors.retry()
  expect(seen).toEqual([])
})

it('forgets both lists when the session ends', async () => {
  await factors.load()
  bridge.tell('session:changed', { phase: 'signedOut' })
  expect([factors.toEnroll.list, factors.enrolled.list, factors.settled]).toEqual([undefined, undefined, false])
})

it('never shows one person a list that another person asked for', async () => {
  let answer: (result: Result<FactorToEnroll[]>) => void = () => undefined
  bridge.factors.listToEnroll.mockReturnValue(new Promise((resolve) => (answer = resolve)))
  const loading = factors.load()
  bridge.tell('session:changed', { phase: 'signedOut' })
  bridge.tell('session:changed', { phase: 'signedIn', keptIn: 'keychain' })
  answer(ok([{ factorType: 'FACE' }]))
  await loading
  expect(factors.toEnroll.list).toBeUndefined()
})

it('loads both lists again, once, when a factor was bound', async () => {
  await factors.load()
  bridge.tell('enrolment:changed', { phase: 'bound', factorType: 'OTP', recoveryCodeToKeep: true })
  bridge.tell('enrolment:changed', { phase: 'bound', factorType: 'OTP', recoveryCodeToKeep: false })
  expect(bridge.factors.listToEnroll).toHaveBeenCalledTimes(2)
  expect(bridge.factors.listEnrolled).toHaveBeenCalledTimes(2)
})

it('tells main to stop when nobody looks any more', async () => {
  await factors.stop()
  expect(bridge.factors.stopLoading).toHaveBeenCalledTimes(1)
})
