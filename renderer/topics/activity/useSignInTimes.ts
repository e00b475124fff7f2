import { computed } from 'vue'
import { formatsOf } from '../../../contract/formats'
import { dateFormat } from '../../text/dateFormat'
import { useText } from '../../text/useText'

const day = 24 * 3_600_000

/** Formats the moments of sign-ins, in ms since the epoch. */
export function useSignInTimes() {
  const { t, locale } = useText()
  const language = computed(() => formatsOf(locale.value))
  const format = (at: number, options: Intl.DateTimeFormatOptions): string =>
    dateFormat(language.value, options).format(at)

  /** Returns the day of a moment here, as people say it. */
  function dayOf(at: number): string {
    const date = new Date(at).toDateString()
    if (date === new Date().toDateString()) return t('activity.today')
    if (date === new Date(Date.now() - day).toDateString()) return t('activity.yesterday')
    const isThisYear = new Date(at).getFullYear() === new Date().getFullYear()
    return format(at, { weekday: 'long', day: 'numeric', month: 'long', ...(!isThisYear && { year: 'numeric' }) })
  }

  const full = { dateStyle: 'full', timeStyle: 'medium' } as const

  /** Returns the moment in full, with the name of the zone of this computer. */
  const here = (at: number): string => {
    const zone = dateFormat(language.value, { timeZoneName: 'long' })
      .formatToParts(at)
      .find(({ type }) => type === 'timeZoneName')
    return t('activity.here', { moment: format(at, full), zone: zone?.value ?? '' })
  }

  /** Returns the moment at a place, or undefined if it is the same there or the zone is not known. */
  function there(at: number, timeZone: string | undefined): string | undefined {
    if (timeZone === undefined) return undefined
    try {
      const local = format(at, { ...full, timeZone })
      return local === format(at, full) ? undefined : local
    } catch {
      // The tenant names a zone that no system knows.
      return undefined
    }
  }

  return { dayOf, here, there, isSameDay }
}

const isSameDay = (one: number, other: number): boolean =>
  new Date(one).toDateString() === new Date(other).toDateString()
