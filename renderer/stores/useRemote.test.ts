import { defineStore } from 'pinia'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Result } from '../../contract/result'
import { installBridge, ok, refused } from '../bridge/bridge.testing'
import { useSessionStore } from './session'
import { useRemote } from './useRemote'

const started = Date.UTC(2026, 4, 14, 12)

let bridge: ReturnType<typeof installBridge>
let answer: (result: Result<string[]>) => void
const ask = vi.fn<() => Promise<Result<string[]>>>()

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: started })
  bridge = installBridge()
  await useSessionStore().start()
  ask.mockReset().mockImplementation(() => new Promise((resolve) => (answer = resolve)))
})
afterEach(() => vi.useRealTimers())

/** Returns a remote list, defined as in a store. */
const remoteList = () => defineStore('remote', () => useRemote(ask))()

it('is not known, not even as empty, until main answers', async () => {
  const remote = remoteList()
  const loading = remote.load()
  expect([remote.value, remote.pending, remote.answered]).toEqual([undefined, true, false])
  answer(ok([]))
  await loading
  expect([remote.value, remote.pending, remote.answered]).toEqual([[], false, true])
})

it('tells when it was read, and is stale only once a later attempt has failed', async () => {
  const remote = remoteList()
  ask
    .mockResolvedValueOnce(ok(['a']))
    .mockResolvedValueOnce(refused('offline'))
    .mockResolvedValueOnce(ok(['b']))
  await remote.load()
  expect([remote.readAt, remote.live, remote.staleSince]).toEqual([started, true, undefined])
  vi.setSystemTime(started + 60_000)
  await remote.load()
  expect([remote.value, remote.failure?.code, remote.staleSince]).toEqual([['a'], 'offline', started])
  await remote.load()
  expect([remote.value, remote.failure, remote.staleSince]).toEqual([['b'], undefined, undefined])
})

it('counts a refusal as an answer, but has nothing that could be stale', async () => {
  const remote = remoteList()
  ask.mockResolvedValueOnce(refused('timedOut'))
  await remote.load()
  expect([remote.value, remote.answered, remote.staleSince]).toEqual([undefined, true, undefined])
})

it('shows a recalled value as stale until a newer one arrives, which it never replaces', async () => {
  const remote = remoteList()
  const readAt = started - 60_000
  remote.recall({ readAt, value: ['old'] })
  expect([remote.value, remote.live, remote.answered, remote.staleSince]).toEqual([['old'], false, false, readAt])
  ask.mockResolvedValueOnce(ok(['new']))
  await remote.load()
  remote.recall({ readAt, value: ['old'] })
  expect([remote.value, remote.live, remote.staleSince]).toEqual([['new'], true, undefined])
  remote.recall(undefined)
  expect(remote.value).toEqual(['new'])
})

it('keeps the age of a value that is amended', async () => {
  const remote = remoteList()
  remote.amend((list) => [...list, 'b'])
  expect(remote.value).toBeUndefined()
  ask.mockResolvedValueOnce(ok(['a']))
  await remote.load()
  vi.setSystemTime(started + 60_000)
  remote.amend((list) => [...list, 'b'])
  expect([remote.value, remote.readAt, remote.live]).toEqual([['a', 'b'], started, true])
})

it('is gone when the session ends, with its failure and with an answer that is under way', async () => {
  const remote = remoteList()
  ask.mockResolvedValueOnce(ok(['a'])).mockResolvedValueOnce(refused('offline'))
  await remote.load()
  await remote.load()
  const loading = remote.load()
  bridge.tell('session:changed', { phase: 'signedOut' })
  bridge.tell('session:changed', { phase: 'signedIn', keptIn: 'keychain' })
  answer(ok(['of another person']))
  await loading
  expect([remote.value, remote.readAt, remote.failure, remote.pending]).toEqual([
    undefined,
    undefined,
    undefined,
    false
  ])
  expect([remote.live, remote.answered, remote.staleSince]).toEqual([false, false, undefined])
})

it('ignores an answer that was forgotten, and keeps the earlier value', async () => {
  const remote = remoteList()
  ask.mockResolvedValueOnce(ok(['a']))
  await remote.load()
  const loading = remote.load()
  remote.forget()
  answer(ok(['b']))
  await loading
  expect([remote.value, remote.pending]).toEqual([['a'], false])
})

it('is not stale if the tenant has no such value', async () => {
  const read = vi.fn(() => Promise.resolve<Result<string[] | undefined>>(refused('offline')))
  read.mockResolvedValueOnce(ok(undefined))
  const remote = defineStore('absent', () => useRemote(read))()
  await remote.load()
  await remote.load()
  expect([remote.value, remote.answered, remote.staleSince]).toEqual([undefined, true, undefined])
})
