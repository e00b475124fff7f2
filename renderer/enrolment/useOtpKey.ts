import { shallowRef, watch, type ShallowRef } from 'vue'
import type { OtpKey } from '../../contract/enrolment'
import { useSecret, type Secret } from './useSecret'

/** What is no secret about a key. */
export type KeyFacts = Pick<OtpKey, 'digits' | 'period' | 'issuer' | 'account'>

/** The key of the challenge sent at `sentAt` (ms since the epoch), read anew for each one that follows. */
export function useOtpKey(
  sentAt: () => number | undefined
): Secret<OtpKey> & { facts: Readonly<ShallowRef<KeyFacts | undefined>> } {
  const key = useSecret(() => window.bridge.enrolment.readKey())
  const facts = shallowRef<KeyFacts>()

  watch(
    sentAt,
    (at) => {
      if (at !== undefined && !key.concealed.value) void key.show()
    },
    { immediate: true }
  )
  watch(key.secret, (read) => {
    if (read) facts.value = { digits: read.digits, period: read.period, issuer: read.issuer, account: read.account }
  })

  return { ...key, facts }
}
