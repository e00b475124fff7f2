import type { EnrolledFactor } from '../../../contract/factors'

/** The known protection of the account against a person who knows the password. */
export interface Protection {
  /** `alone`: nothing protects it. `onlyPasskeys`: nothing does either, but the person has another way in. */
  by: 'alone' | 'onlyPasskeys' | 'methods'
  methods: number
  passkeys: number
  /** When the newest valid recovery code was kept, in ms since the epoch; undefined if none was seen here. */
  codeKeptAt: number | undefined
}

/** @param passkeys undefined if there are none or they are unknown, so that nothing is said about them */
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
