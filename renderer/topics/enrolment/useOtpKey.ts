import { shallowRef, watch, type ShallowRef } from 'vue'
import type { OtpKey } from '../../../contract/enrolment'
import { useEnrolmentSecretsStore } from '../../stores/enrolmentSecrets'
import { useSecret, type Secret } from './useSecret'

/** The facts about a key that are no secret. */
export type KeyFacts = Pick<OtpKey, 'digits' | 'period' | 'issuer' | 'account'>

/**
 * Holds the key of the challenge sent at `sentAt` (in ms since the epoch), and reads it again for each later challenge.
 */
export function useOtpKey(
  sentAt: () => number | undefined
): Secret<OtpKey> & { facts: Readonly<ShallowRef<KeyFacts | undefined>> } {
  const secrets = useEnrolmentSecretsStore()
  const key = useSecret(() => secrets.readKey())
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
