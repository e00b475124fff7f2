import type { EnrolledFactor } from '../../contract/factors'

/** What stands between the account and somebody who knows the password, as far as it is known. */
export interface Protection {
  /** `alone`: nothing does. `onlyPasskeys`: nothing does either, though the person has another way in. */
  by: 'alone' | 'onlyPasskeys' | 'methods'
  methods: number
  passkeys: number
  /** When the newest recovery code was kept that is still good, in ms since the epoch; undefined where none was seen here. */
  codeKeptAt: number | undefined
}

/** @param passkeys undefined where there are none or they are not known: then nothing is said of them */
export function protectionOf(active: readonly EnrolledFactor[], passkeys = 0): Protection {
  const kept = active.map(({ codeKeptAt }) => codeKeptAt).filter((at) => at !== undefined)
  const withoutMethods = passkeys > 0 ? 'onlyPasskeys' : 'alone'
  return {
    by: active.length > 0 ? 'methods' : withoutMethods,
    methods: active.length,
    passkeys,
    codeKeptAt: kept.length > 0 ? Math.max(...kept) : undefined
  }
}
