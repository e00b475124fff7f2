import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { NamedCountry } from '../text/namesOfCountries'
import type { EnrolmentTarget } from '../../contract/enrolment'
import { firstCountry } from '../text/countrySearch'
import { useCountriesStore } from './countries'
import { useEnrolmentStore } from './enrolment'
import { useSettingsStore } from './settings'

const callingCode = /^\+\d{1,4}$/

function readCallingCode(typed: string): string | undefined {
  const digits = typed
    .normalize('NFKC')
    .replace(/[\s()-]/g, '')
    .replace(/^(?:\+|00)?/, '+')
  return callingCode.test(digits) ? digits : undefined
}

/** The typed target of the code. It outlives the view that asks for it, and is forgotten with the enrolment. */
export const useCodeTargetStore = defineStore('codeTarget', () => {
  const enrolment = useEnrolmentStore()
  const countries = useCountriesStore()
  const settings = useSettingsStore()
  const email = ref('')
  const number = ref('')
  /** The calling code: typed if there is no list of countries, else that of the country chosen last. */
  const typedCode = ref('')
  const chosen = ref('')
  /** The number or address that the account already has. */
  const suggestion = shallowRef<EnrolmentTarget>({ kind: 'none' })

  const country = computed<NamedCountry | undefined>({
    get: () => {
      const { region } = settings.appearance
      return (
        countries.list?.find(({ alpha2 }) => alpha2 === chosen.value) ??
        firstCountry(countries.list ?? [], readCallingCode(typedCode.value) ?? '', region)
      )
    },
    set: (next) => {
      chosen.value = next?.alpha2 ?? ''
      typedCode.value = next?.phoneCountryCode ?? ''
    }
  })
  const countryCode = computed(() => country.value?.phoneCountryCode ?? readCallingCode(typedCode.value))

  /** True if the number begins with a plus sign, so that no country needs to be chosen. */
  const hasOwnCode = computed(() => /^(?:tel:)?[\s\p{Cf}(]*\+/iu.test(number.value.normalize('NFKC').trim()))

  const phone = computed<EnrolmentTarget | undefined>(() =>
    (countryCode.value || hasOwnCode.value) && number.value.trim() !== ''
      ? { kind: 'phone', phoneNumber: number.value.trim(), phoneCountryCode: countryCode.value ?? '' }
      : undefined
  )
  const mail = computed<EnrolmentTarget | undefined>(() =>
    email.value.trim() === '' ? undefined : { kind: 'email', email: email.value.trim() }
  )

  const factorType = () => ('factorType' in enrolment.state ? enrolment.state.factorType : undefined)

  function fill(target: EnrolmentTarget): void {
    if (target.kind === 'email') email.value = target.email
    if (target.kind !== 'phone') return
    chosen.value = ''
    typedCode.value = target.phoneCountryCode
    number.value = target.phoneNumber
  }

  /**
   * Asks for the number or address that the account already has and fills it in, unless something was typed meanwhile.
   *
   * @param isTyping returns true if the person is in a field, where the suggestion is offered but not filled in
   */
  async function suggest(isTyping: () => boolean): Promise<void> {
    if (suggestion.value.kind !== 'none') return
    const asked = factorType()
    const result = await window.bridge.enrolment.suggestTarget()
    if (!result.ok || asked !== factorType()) return
    suggestion.value = result.data
    if (!isTyping() && email.value === '' && number.value === '') fill(result.data)
  }

  watch(
    () => enrolment.state.phase,
    (phase) => {
      if (phase !== 'none' && phase !== 'bound') return
      email.value = number.value = typedCode.value = chosen.value = ''
      suggestion.value = { kind: 'none' }
    },
    { flush: 'sync' }
  )

  return { email, number, typedCode, country, countryCode, hasOwnCode, phone, mail, suggestion, fill, suggest }
})
