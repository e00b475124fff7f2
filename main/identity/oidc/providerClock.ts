import { AppError } from '../../ground/errors'
import { startOfTrip } from '../../tenant/clockError'
import type { Fetch } from '../../tenant/fetch'
import { clockToleranceSeconds } from './discovery'
import { isOutOfTime, translated } from './oidcErrors'

/** Learns the error of this computer's clock from the answers of the provider. */
export interface ProviderClock {
  /** Fetches, and reads the clock of every answer. */
  readonly fetch: Fetch
  /**
   * Carries out a sign-in. If a token is out of its time because this computer's clock is wrong, it throws
   * `signInClockWrong`.
   */
  readonly verified: <T>(work: () => Promise<T>) => Promise<T>
}

export function createProviderClock(fetch: Fetch): ProviderClock {
  let clockError: number | undefined

  return {
    async fetch(url, init) {
      const clockErrorBy = startOfTrip()
      const response = await fetch(url, init)
      clockError = clockErrorBy(response.headers) ?? clockError
      return response
    },
    async verified(work) {
      try {
        return await translated('signInNotVerified', work)
      } catch (error) {
        const clockIsOff = clockError !== undefined && Math.abs(clockError) > clockToleranceSeconds * 1000
        if (!clockIsOff || !isOutOfTime(error)) throw error
        throw new AppError('signInClockWrong', { clockErrorMs: clockError, cause: error })
      }
    }
  }
}
