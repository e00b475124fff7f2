import type { EnrolmentState, EnrolmentTarget } from '../../../contract/enrolment'
import type { KnownFactorType } from '../../../contract/factors'
import type { Sandbox } from '../../../sandbox'
import { TestClient } from '../../../sandbox/testing/client.testing'
import { totpCode } from '../../../sandbox/api/factors/totp'
import { type Client, createClient } from '../../tenant/client'
import type { Fetch } from '../../tenant/fetch'
import { listEnrolledFactors, listFactorsToEnroll, resetFactor } from '../../tenant/operations'
import { fetchFor, signedIn, tenantOf } from '../../identity/tenant.testing'
import { createEnrolment } from './enrolment'

export const targets: Record<KnownFactorType, EnrolmentTarget> = {
  OTP: { kind: 'none' },
  SMS: { kind: 'phone', phoneNumber: '7700900150', phoneCountryCode: '+44' },
  EMAIL: { kind: 'email', email: 'ada@harbour.example' },
  FACE: { kind: 'none' }
}
export const photo = Uint8Array.of(0xff, 0xd8, 0xff, 0xd9)

/** Returns another code than this one. */
export const wrong = (code: string): string => String((Number(code) + 500_000) % 1_000_000).padStart(6, '0')

/** The view of an enrolment in this phase. */
type Shown<Phase extends EnrolmentState['phase']> = Extract<EnrolmentState, { phase: Phase }>

/** Signs Ada in. Resolves to her enrolment, the views it has shown, and the facts at the tenant itself. */
export async function ada(sandbox: Sandbox, fetch: Fetch = fetchFor(tenantOf(sandbox))) {
  const { accessToken } = await signedIn(sandbox)
  const clientWith = (way: Fetch): Client =>
    createClient({
      tenant: tenantOf(sandbox),
      fetch: way,
      tokens: { current: () => Promise.resolve(accessToken), replace: () => Promise.resolve(accessToken) },
      language: () => 'en',
      wait: () => Promise.resolve()
    })
  const plain = clientWith(fetchFor(tenantOf(sandbox)))
  const shown: EnrolmentState[] = []
  const logged: string[] = []
  const waiting = new Set<() => void>()
  /** The questions to the person, who agrees unless the test says otherwise. */
  const asked: EnrolmentTarget[] = []
  let agrees: () => Promise<void> = () => Promise.resolve()
  const enrolment = createEnrolment({
    client: clientWith(fetch),
    confirmation: {
      forAddition: () => (added) => {
        asked.push(added.target)
        return agrees()
      }
    },
    onChanged(view) {
      shown.push(view)
      for (const look of waiting) look()
    },
    log: (event) => logged.push(event),
    now: () => Date.now()
  })

  /** Waits for a view, by the same events that the window gets. */
  function until<View extends EnrolmentState>(fits: (view: EnrolmentState) => view is View): Promise<View> {
    return new Promise((resolve) => {
      const look = () => {
        const view = enrolment.view()
        if (!fits(view)) return
        waiting.delete(look)
        resolve(view)
      }
      waiting.add(look)
      look()
    })
  }

  return {
    enrolment,
    shown,
    logged,
    asked,
    /** Sets the answer of the person to further questions. */
    answer: (next: typeof agrees): void => {
      agrees = next
    },
    /** Resolves when nothing is under way. */
    rest: () =>
      until((view): view is EnrolmentState => view.phase !== 'verifying' && !('pending' in view && view.pending)),
    in: <Phase extends EnrolmentState['phase']>(phase: Phase) =>
      until((view): view is Shown<Phase> => view.phase === phase && !('pending' in view && view.pending)),
    /** Resolves to the current right code, as her authenticator app, phone or mailbox shows it. */
    passcode(factorType: KnownFactorType): Promise<string> {
      if (factorType === 'OTP') return Promise.resolve(totpCode(enrolment.key().key))
      return new TestClient(sandbox).codeTo(factorType === 'SMS' ? '+447700900150' : 'ada@harbour.example')
    },
    bound: async (factorType: KnownFactorType) =>
      (await plain.call(listEnrolledFactors)).filter((factor) => factor.factorType === factorType),
    /** Resolves to true if the other list has the factor, so that a fault of the first list does not hide it. */
    isBound: async (factorType: KnownFactorType) =>
      !(await plain.call(listFactorsToEnroll)).some((factor) => factor.factorType === factorType),
    async unbindAll(): Promise<void> {
      for (const { factorId } of await plain.call(listEnrolledFactors)) await plain.send(resetFactor, { factorId })
    }
  }
}
