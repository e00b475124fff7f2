import { formatsOf } from '../../../contract/formats'
import { useText } from '../../text/useText'

/** Formats the tenant's numbers, which may have any size. */
export function useNumbers(): {
  /** Every digit that matters. */
  plain: (value: number) => string
  /** Few enough characters for the ring. */
  short: (value: number) => string
} {
  const { locale } = useText()
  const format = (options: Intl.NumberFormatOptions) => new Intl.NumberFormat(formatsOf(locale.value), options)
  return {
    plain: (value) =>
      format({ maximumSignificantDigits: 12, notation: Math.abs(value) < 1e12 ? 'standard' : 'scientific' }).format(
        value
      ),
    short: (value) =>
      format({ maximumFractionDigits: 1, notation: Math.abs(value) < 1_000 ? 'standard' : 'scientific' }).format(value)
  }
}
