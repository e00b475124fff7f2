import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '../ground/errors'
import type { Credential } from './credentials/credential'
import { full, held, living, lost } from './heldTokens.testing'
import { tokensNo } from './tokenMachine.testing'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
})

describe('a renewal', () => {
  it('is locked, noted and stored before anybody gets its token', async () => {
    const { tokens, done, store, vouching, onKeeping, oidc } = held()
    expect(await tokens.token()).toBe('at-1')
    expect(done).toEqual(['locked', 'looked', 'noted', 'asked', 'stored', 'unlocked'])
    expect(store.save).toHaveBeenCalledExactlyOnceWith(living(1), true)
    expect(vouching.learn).toHaveBeenCalledExactlyOnceWith(expect.any(Promise), 'rt-1')
    expect(vouching.isOver).not.toHaveBeenCalled()
    expect(onKeeping).toHaveBeenCalledExactlyOnceWith({ keptIn: 'keychain' })
    expect(oidc).toHaveBeenCalledTimes(1)
  })

  it('is not needed while the token lives and nobody refused it', async () => {
    const { tokens, done } = held({ credential: living(0) })
    expect([await tokens.token(), tokens.renewed()]).toEqual(['at-0', undefined])
    expect(done).toEqual([])
    expect(await tokens.token('at-0')).toBe('at-1')
  })

  it('is one for all who wait, and another for those who come later', async () => {
    const { tokens, refresh } = held()
    refresh.mockResolvedValueOnce(tokensNo(1)).mockResolvedValueOnce(living(2))
    expect(await Promise.all([tokens.token(), tokens.token()])).toEqual(['at-1', 'at-1'])
    expect([await tokens.token(), refresh.mock.calls.length]).toEqual(['at-2', 2])
    expect(refresh.mock.calls.map(([{ refreshToken }]) => refreshToken)).toEqual(['rt-0', 'rt-1'])
  })

  it('is tried three times, after pauses that grow', async () => {
    for (const [random, pauses] of [
      [0, [250, 500]],
      [0.5, [500, 1_000]]
    ] as const) {
      vi.spyOn(Math, 'random').mockReturnValue(random)
      const { tokens, refresh, wait } = held()
      refresh.mockRejectedValue(lost)
      await expect(tokens.token()).rejects.toBe(lost)
      expect([refresh.mock.calls.length, wait.mock.calls.flat()]).toEqual([3, pauses])
    }
  })

  it('of a token that may be used asks first if that is over', async () => {
    const { tokens, refresh, vouching, onEnded } = held({ answerLost: true })
    expect(await tokens.token()).toBe('at-1')
    expect(vouching.isOver).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ refresh }), 'rt-0')
    const other = held({ answerLost: true })
    other.vouching.isOver.mockResolvedValue(true)
    await expect(other.tokens.token()).rejects.toMatchObject({ code: 'sessionNotRenewed' })
    expect(other.refresh).not.toHaveBeenCalled()
    expect(other.onEnded).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ code: 'sessionNotRenewed' }))
    expect(onEnded).not.toHaveBeenCalled()
  })

  it('takes what another process has stored', async () => {
    const { tokens, store, refresh } = held()
    store.storedElsewhere.mockResolvedValue(living(5))
    expect([await tokens.token(), refresh.mock.calls.length]).toEqual(['at-5', 0])
  })

  it('that is refused is counted', async () => {
    const { tokens, store, refresh, onEnded } = held()
    const refused = new AppError('unexpectedAnswer', { refused: true })
    refresh.mockRejectedValue(refused)
    await expect(tokens.token()).rejects.toBe(refused)
    store.refreshRefused.mockResolvedValue(2)
    await expect(tokens.token()).rejects.toMatchObject({ code: 'sessionRefused' })
    expect(onEnded).toHaveBeenCalledTimes(1)
    await expect(tokens.token()).rejects.toMatchObject({ code: 'signedOut' })
  })

  it('fails with what kept it from beginning, and gives back the lock', async () => {
    const { tokens, store, done, oidc } = held()
    oidc.mockRejectedValueOnce(lost)
    await expect(tokens.token()).rejects.toBe(lost)
    store.refreshBegins.mockRejectedValueOnce(full)
    await expect(tokens.token()).rejects.toBe(full)
    expect(done).toEqual(['locked', 'looked', 'unlocked'])
    vi.mocked(store.alone).mockRejectedValueOnce(full)
    await expect(tokens.token()).rejects.toBe(full)
    expect(await tokens.token()).toBe('at-1')
  })

  it('counts although the lock cannot be given back, and that is logged', async () => {
    const { tokens, store, log } = held()
    vi.mocked(store.alone).mockImplementation(async (work) => {
      await work()
      throw full
    })
    expect(await tokens.token()).toBe('at-1')
    expect(log).toHaveBeenCalledExactlyOnceWith('lock-not-given-back', {}, full)
  })

  it('under way can be waited for, however it ends', async () => {
    const { tokens, refresh, done } = held()
    refresh.mockRejectedValue(full)
    const asked = Promise.allSettled([tokens.token()])
    expect(await tokens.renewed()).toBeUndefined()
    expect(done.at(-1)).toBe('unlocked')
    expect(tokens.renewed()).toBeUndefined()
    expect(await asked).toMatchObject([{ reason: full }])
  })
})

describe('tokens that the keychain does not take', () => {
  it('are used all the same, and offered again after half a minute, until they are stored', async () => {
    const { tokens, store, log, onKeeping } = held()
    store.save.mockRejectedValue(full)
    expect(await tokens.token()).toBe('at-1')
    expect(onKeeping.mock.lastCall).toEqual([{ keptIn: 'unsaved', cause: full }])
    expect(log).toHaveBeenCalledExactlyOnceWith('session-not-stored', {}, full)
    await vi.advanceTimersByTimeAsync(29_999)
    expect(store.save).toHaveBeenCalledTimes(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(store.save).toHaveBeenCalledTimes(2)
    store.save.mockResolvedValue()
    await vi.advanceTimersByTimeAsync(30_000)
    expect(onKeeping.mock.lastCall).toEqual([{ keptIn: 'keychain' }])
    expect(vi.getTimerCount()).toBe(0)
  })

  it('are offered again when that is asked for, which ends the wait', async () => {
    const { tokens, store, onKeeping } = held()
    store.save.mockRejectedValueOnce(full)
    await tokens.token()
    expect(vi.getTimerCount()).toBe(1)
    await tokens.save()
    expect([onKeeping.mock.lastCall, vi.getTimerCount()]).toEqual([[{ keptIn: 'keychain' }], 0])
    await tokens.save()
    expect(store.save).toHaveBeenCalledTimes(2)
  })

  it('are offered no more once they are forgotten', async () => {
    const { tokens, store } = held()
    store.save.mockRejectedValueOnce(full)
    await tokens.token()
    tokens.forget()
    expect(vi.getTimerCount()).toBe(0)
    await expect(tokens.save()).rejects.toMatchObject({ code: 'signedOut' })
    expect(store.save).toHaveBeenCalledTimes(1)
  })

  it('are offered after the renewal that is under way', async () => {
    const { tokens, store, done } = held()
    store.save.mockRejectedValueOnce(full)
    const asked = tokens.token()
    await Promise.all([tokens.save(), asked])
    expect(done.slice(-2)).toEqual(['unlocked', 'stored'])
  })

  it('are given to nobody who refused them, even while they are being stored', async () => {
    const { tokens, store, refresh, onKeeping } = held()
    store.save.mockRejectedValueOnce(full)
    refresh.mockResolvedValueOnce(living(1)).mockResolvedValueOnce(living(2))
    const first = await tokens.token()
    const asked = new Promise((resolve) => onKeeping.mockImplementationOnce(() => resolve(tokens.token(first))))
    await tokens.save()
    expect(await asked).toBe('at-2')
  })

  it('are not offered again after half a minute if the session has ended meanwhile, and that is logged', async () => {
    const { tokens, store, refresh, log } = held()
    store.save.mockRejectedValueOnce(full)
    const first = await tokens.token()
    let end: (error: AppError) => void = () => undefined
    refresh.mockReturnValueOnce(new Promise((_resolve, reject) => (end = reject)))
    const asked = tokens.token(first)
    await vi.waitFor(() => expect(refresh).toHaveBeenCalledTimes(2))
    vi.advanceTimersByTime(30_000)
    end(new AppError('sessionEnded'))
    await expect(asked).rejects.toMatchObject({ code: 'sessionEnded' })
    await vi.waitFor(() => expect(log).toHaveBeenCalledTimes(2))
    expect(log.mock.lastCall).toEqual(['session-not-stored', {}, expect.objectContaining({ code: 'signedOut' })])
    expect(store.save).toHaveBeenCalledTimes(1)
  })
})

describe('a new session', () => {
  it('is shown while it is being stored, and then as stored', async () => {
    const { tokens, store, onKeeping } = held({ credential: living(0) })
    await tokens.adopted()
    expect(onKeeping.mock.calls).toEqual([[{ keptIn: 'saving' }], [{ keptIn: 'keychain' }]])
    expect(store.save).toHaveBeenCalledExactlyOnceWith(living(0), true)
  })

  it('stays in memory if there is a reason, or the keychain does not take it', async () => {
    const { tokens, store, onKeeping } = held()
    await tokens.adopted('a reason')
    expect(onKeeping.mock.calls).toEqual([[{ keptIn: 'memory', cause: 'a reason' }]])
    expect(store.save).not.toHaveBeenCalled()
    const other = held()
    other.store.save.mockRejectedValue(full)
    await other.tokens.adopted()
    expect(other.onKeeping.mock.lastCall).toEqual([{ keptIn: 'memory', cause: full }])
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('tokens that are forgotten', () => {
  it('give their newest refresh token once', async () => {
    const { tokens } = held()
    await tokens.token()
    expect([tokens.forget(), tokens.forget()]).toEqual(['rt-1', undefined])
    await expect(tokens.token()).rejects.toMatchObject({ code: 'signedOut' })
    await expect(tokens.save()).rejects.toMatchObject({ code: 'signedOut' })
  })

  it.each([
    ['are revoked if they come late', Promise.resolve(), []],
    ['are logged if they cannot be revoked', lost, [['session-not-revoked', {}, lost]]]
  ])('%s', async (_name, outcome, logged) => {
    const { tokens, refresh, revoke, log, oidc } = held()
    if (outcome === lost) revoke.mockRejectedValue(lost)
    let answer: (renewed: Credential) => void = () => undefined
    refresh.mockReturnValue(new Promise((resolve) => (answer = resolve)))
    const asked = Promise.allSettled([tokens.token()])
    await vi.waitFor(() => expect(refresh).toHaveBeenCalled())
    tokens.forget()
    answer(living(1))
    expect(await asked).toMatchObject([{ reason: { code: 'signedOut' } }])
    await tokens.settled()
    expect(revoke).toHaveBeenCalledExactlyOnceWith('rt-1')
    expect(oidc).toHaveBeenCalledTimes(1)
    expect(log.mock.calls).toEqual(logged)
  })
})
