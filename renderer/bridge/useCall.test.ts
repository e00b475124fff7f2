import { expect, it } from 'vitest'
import type { Result } from '../../contract/result'
import { ok, refused } from './bridge.testing'
import { useCall } from './useCall'

function answersLater() {
  const waiting: ((result: Result<string>) => void)[] = []
  const call = useCall<void, string>(() => new Promise((resolve) => waiting.push(resolve)))
  return { ...call, answer: (nth: number, result: Result<string>) => waiting[nth]?.(result) }
}

it('is pending until main answers', async () => {
  const { run, pending, answer } = answersLater()
  const outcome = run()
  expect(pending.value).toBe(true)
  answer(0, ok('there'))
  await expect(outcome).resolves.toBe('there')
  expect(pending.value).toBe(false)
})

it('keeps the failure while the next call is under way, and drops it when that one succeeds', async () => {
  const { run, data, failure, answer } = answersLater()
  const first = run()
  answer(0, refused('timedOut'))
  await expect(first).resolves.toBeUndefined()
  const second = run()
  expect(failure.value?.code).toBe('timedOut')
  answer(1, ok('there'))
  await second
  expect([failure.value, data.value]).toEqual([undefined, 'there'])
})

it('ignores an answer that was overtaken by a later call', async () => {
  const { run, pending, answer } = answersLater()
  const first = run()
  const second = run()
  answer(0, refused('serverFault'))
  await expect(first).resolves.toBeUndefined()
  expect(pending.value).toBe(true)
  answer(1, ok('newest'))
  await expect(second).resolves.toBe('newest')
})

it('ignores an answer that was forgotten', async () => {
  const { run, failure, pending, forget, answer } = answersLater()
  const call = run()
  forget()
  answer(0, refused('offline'))
  await call
  expect([failure.value, pending.value]).toEqual([undefined, false])
})
