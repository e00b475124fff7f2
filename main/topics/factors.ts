import type { EnrolledFactor } from '../../contract/factors'
import type { Handlers } from '../bridge/serve'
import type { Client } from '../genauth/client'
import { maskEmail, maskPhone } from '../genauth/mask'
import { listEnrolledFactors, listFactorsToEnroll } from '../genauth/operations'

type FactorHandlers = Pick<Handlers, 'factors:listToEnroll' | 'factors:listEnrolled' | 'factors:stopLoading'>

export function factorHandlers(client: Client): FactorHandlers {
  let loading = new AbortController()

  return {
    'factors:listToEnroll': () => client.call(listFactorsToEnroll, loading.signal),

    'factors:listEnrolled': async () => {
      const factors = await client.call(listEnrolledFactors, loading.signal)
      return factors.map(({ factorId, factorType, profile }): EnrolledFactor => {
        const target = profile?.email
          ? maskEmail(profile.email)
          : profile?.phoneNumber && maskPhone(profile.phoneNumber, profile.phoneCountryCode)
        return { factorId, factorType, ...(target && { target }) }
      })
    },

    'factors:stopLoading': () => {
      loading.abort()
      loading = new AbortController()
    }
  }
}
