import { computed, type ComputedRef } from 'vue'
import { useCodeTargetStore } from '../../stores/codeTarget'

/** Returns the number or address that the account has already, and if the fields hold it. */
export function useSuggestedTarget(): {
  known: ComputedRef<string | undefined>
  filledIn: ComputedRef<boolean>
} {
  const target = useCodeTargetStore()

  const known = computed(() => {
    const { suggestion } = target
    if (suggestion.kind === 'none') return undefined
    return suggestion.kind === 'email' ? suggestion.email : `${suggestion.phoneCountryCode} ${suggestion.phoneNumber}`
  })
  const filledIn = computed(() => {
    const { suggestion, phone, mail } = target
    if (suggestion.kind === 'email') return mail?.kind === 'email' && mail.email === suggestion.email
    if (suggestion.kind === 'none' || phone?.kind !== 'phone') return false
    return phone.phoneNumber === suggestion.phoneNumber && phone.phoneCountryCode === suggestion.phoneCountryCode
  })

  return { known, filledIn }
}
