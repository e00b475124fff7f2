import { computed } from 'vue'
import { formatsOf } from '../../contract/formats'
import { useText } from './useText'

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

/** Times and numbers in the language of the window. Moments are ms since the epoch, spans of time are ms. */
export function useFormat(): {
  moment: (at: number) => string
  time: (at: number) => string
  /** Any one of them. */
  anyOf: (names: Iterable<string>) => string
  /** The time of the day to the second; with its date on another day. */
  clock: (at: number) => string
  date: (at: number) => string
  minutes: (count: number) => string
  /** In the largest unit that fits, rounded. */
  span: (length: number) => string
  age: (elapsed: number) => string
  remaining: (left: number) => string
} {
  const { t, locale: language } = useText()
  const locale = computed(() => formatsOf(language.value))

  function age(elapsed: number): string {
    if (elapsed < minute) return t('time.justNow')
    const relative = new Intl.RelativeTimeFormat(locale.value)
    if (elapsed < hour) return relative.format(-Math.floor(elapsed / minute), 'minute')
    if (elapsed < day) return relative.format(-Math.floor(elapsed / hour), 'hour')
    return relative.format(-Math.floor(elapsed / day), 'day')
  }

  const amount = (count: number, unit: 'minute' | 'hour' | 'day'): string =>
    new Intl.NumberFormat(locale.value, { style: 'unit', unit, unitDisplay: 'long' }).format(count)

  function span(length: number): string {
    if (length < hour) return amount(Math.round(length / minute), 'minute')
    if (length < day) return amount(Math.round(length / hour), 'hour')
    return amount(Math.round(length / day), 'day')
  }

  function remaining(left: number): string {
    const total = Math.max(0, Math.ceil(left / second))
    const minutes = Math.floor(total / 60)
    const seconds = total % 60
    return minutes > 0 ? t('time.minutesAndSeconds', { minutes, seconds }) : t('time.seconds', { seconds })
  }

  const moment = (at: number): string =>
    new Intl.DateTimeFormat(locale.value, { dateStyle: 'medium', timeStyle: 'medium' }).format(at)

  function clock(at: number): string {
    const isToday = new Date(at).toDateString() === new Date().toDateString()
    return isToday ? new Intl.DateTimeFormat(locale.value, { timeStyle: 'medium' }).format(at) : moment(at)
  }

  return {
    moment,
    clock,
    time: (at) => new Intl.DateTimeFormat(locale.value, { timeStyle: 'short' }).format(at),
    anyOf: (names) => new Intl.ListFormat(locale.value, { type: 'disjunction' }).format(names),
    date: (at) => new Intl.DateTimeFormat(locale.value, { dateStyle: 'long' }).format(at),
    minutes: (count) => amount(count, 'minute'),
    span,
    age,
    remaining
  }
}
