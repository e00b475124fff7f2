import { computed } from 'vue'
import { formatsOf } from '../../contract/formats'
import { dateFormat } from './dateFormat'
import { useText } from './useText'

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

/** Formats times and numbers in the language of the window. Moments are in ms since the epoch, spans of time in ms. */
export function useFormat(): {
  moment: (at: number) => string
  time: (at: number) => string
  /** Joins the names by "or". */
  anyOf: (names: Iterable<string>) => string
  /** The time of the day to the second, with the date if it is another day. */
  clock: (at: number) => string
  date: (at: number) => string
  /** The day and the month. */
  day: (at: number) => string
  /** The day of the week, the day and the month. */
  weekday: (at: number) => string
  /** The time of the day, with as much of the date as tells the day. */
  when: (at: number) => string
  minutes: (count: number) => string
  /** Formats bytes in the unit that people know from downloads. */
  megabytes: (bytes: number) => string
  /** Formats a span of time in the largest unit that fits, rounded. */
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
    dateFormat(locale.value, { dateStyle: 'medium', timeStyle: 'medium' }).format(at)

  function clock(at: number): string {
    const isToday = new Date(at).toDateString() === new Date().toDateString()
    return isToday ? dateFormat(locale.value, { timeStyle: 'medium' }).format(at) : moment(at)
  }

  function when(at: number): string {
    const then = new Date(at)
    const now = new Date()
    const isThisWeek = now.getTime() - at < 6 * day && at <= now.getTime()
    const ofDay = isThisWeek ? { weekday: 'short' as const } : { day: 'numeric' as const, month: 'short' as const }
    return dateFormat(locale.value, {
      hour: '2-digit',
      minute: '2-digit',
      ...(then.toDateString() !== now.toDateString() && ofDay),
      ...(!isThisWeek && then.getFullYear() !== now.getFullYear() && { year: 'numeric' })
    }).format(at)
  }

  return {
    moment,
    when,
    weekday: (at) => dateFormat(locale.value, { weekday: 'long', day: 'numeric', month: 'long' }).format(at),
    clock,
    time: (at) => dateFormat(locale.value, { timeStyle: 'short' }).format(at),
    anyOf: (names) => new Intl.ListFormat(locale.value, { type: 'disjunction' }).format(names),
    date: (at) => dateFormat(locale.value, { dateStyle: 'long' }).format(at),
    day: (at) => dateFormat(locale.value, { day: 'numeric', month: 'long' }).format(at),
    minutes: (count) => amount(count, 'minute'),
    megabytes: (bytes) =>
      new Intl.NumberFormat(locale.value, { style: 'unit', unit: 'megabyte', maximumFractionDigits: 0 }).format(
        bytes / 1e6
      ),
    span,
    age,
    remaining
  }
}
