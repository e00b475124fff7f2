import { expect, it } from 'vitest'
import { ok, refused } from './bridge.testing'
import { useAsk } from './useAsk'

it('hands on the answer, and keeps the reason of a refusal until the next one', async () => {
  const { ask, failure } = useAsk()
  expect(await ask(Promise.resolve(refused('notAllowed')))).toBeUndefined()
  expect(failure.value?.code).toBe('notAllowed')
  expect(await ask(Promise.resolve(ok('done')))).toBe('done')
  expect(failure.value).toBeUndefined()
})
