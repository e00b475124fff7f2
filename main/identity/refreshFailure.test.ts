import { describe, expect, it } from 'vitest'
import type { ErrorCode } from '../../contract/result'
import { AppError } from '../ground/errors'
import { held } from './heldTokens.testing'

/** Renews once with this failure, which may go away, and returns what was held. */
async function failed(error: AppError) {
  const parts = held()
  parts.refresh.mockRejectedValue(error)
  await expect(parts.tokens.token()).rejects.toBe(error)
  return parts
}

/** Returns true if the next renewal first asks if the refresh token is over. */
async function isDoubtful({ tokens, vouching, refresh }: Awaited<ReturnType<typeof failed>>): Promise<boolean> {
  vouching.isOver.mockClear()
  refresh
    .mockReset()
    .mockResolvedValue({ sub: 'u', refreshToken: 'rt-1', accessToken: 'at-1', accessTokenUsableUntil: 20 })
  expect(await tokens.token()).toBe('at-1')
  return vouching.isOver.mock.calls.length > 0
}

describe('a refresh that failed', () => {
  it.each<ErrorCode>(['unreachable', 'proxyUnreachable', 'timedOut', 'serverFault'])(
    'by %s is tried again, because that may pass',
    async (code) => {
      const { refresh } = await failed(new AppError(code))
      expect(refresh).toHaveBeenCalledTimes(3)
    }
  )

  it.each<ErrorCode>(['proxyPasswordNeeded', 'captivePortal', 'rateLimited', 'deviceSuspended'])(
    'by %s is not tried again',
    async (code) => {
      const { refresh } = await failed(new AppError(code))
      expect(refresh).toHaveBeenCalledTimes(1)
    }
  )

  it.each<ErrorCode>([
    'offline',
    'certificateExpired',
    'proxyPasswordNeeded',
    'proxySchemeUnsupported',
    'proxyUnreachable',
    'captivePortal',
    'rateLimited',
    'deviceDeactivated',
    'deviceSuspended'
  ])('by %s has used no token up', async (code) => {
    expect(await isDoubtful(await failed(new AppError(code)))).toBe(false)
  })

  it.each<ErrorCode>(['unreachable', 'timedOut', 'serverFault', 'unexpectedAnswer'])(
    'by %s may have used its token up, so the tenant is asked first',
    async (code) => {
      expect(await isDoubtful(await failed(new AppError(code)))).toBe(true)
    }
  )

  it('by an answer that names no reason is not counted as a refusal', async () => {
    const { store } = await failed(new AppError('unexpectedAnswer', { refused: false, status: 401 }))
    expect(store.refreshRefused).not.toHaveBeenCalled()
  })

  it('by a refusal that names its reason is counted, and its token is not doubtful', async () => {
    const refused = await failed(new AppError('unexpectedAnswer', { refused: true, status: 401 }))
    expect(refused.store.refreshRefused).toHaveBeenCalledTimes(1)
    expect(await isDoubtful(refused)).toBe(false)
  })
})
