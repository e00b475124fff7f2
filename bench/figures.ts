/** The median, and the bounds of the middle half of all values. */
export interface Spread {
  median: number
  lower: number
  upper: number
}

/** Returns the spread. Throws a RangeError if there are no values. */
export function spreadOf(values: readonly number[]): Spread {
  if (values.length === 0 || !values.every(Number.isFinite))
    throw new RangeError('A spread needs values, all of them numbers.')
  const sorted = [...values].sort((a, b) => a - b)
  return { median: quantile(sorted, 0.5), lower: quantile(sorted, 0.25), upper: quantile(sorted, 0.75) }
}

/** Returns a quantile, interpolated linearly between the two nearest values. */
function quantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share
  const below = sorted[Math.floor(place)] ?? NaN
  const above = sorted[Math.ceil(place)] ?? NaN
  return below + (above - below) * (place - Math.floor(place))
}

/** Returns the MB of a Linux `smaps_rollup`: the process's own pages, and its share of shared pages. Throws a TypeError. */
export function proportionalMegabytes(rollup: string): number {
  const kilobytes = /^Pss:\s+(\d+) kB$/m.exec(rollup)?.[1]
  if (kilobytes === undefined) throw new TypeError('There is no Pss in this rollup.')
  return Number(kilobytes) / 1024
}

/** Returns the MB that a process shares with no other, by a Linux `smaps_rollup`. Throws a TypeError. */
export function privateMegabytes(rollup: string): number {
  const kilobytes = ['Private_Clean', 'Private_Dirty'].map(
    (name) => new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(rollup)?.[1]
  )
  if (kilobytes.includes(undefined)) throw new TypeError('There is no private memory in this rollup.')
  return kilobytes.reduce((sum, one) => sum + Number(one), 0) / 1024
}

export const shareOf = (part: number, whole: number): string =>
  `${((100 * part) / whole).toFixed(1)} % of ${String(whole)}`

/** Returns the address that Chromium prints once its debugger listens, or undefined. */
export const debuggerAddress = (said: string): string | undefined =>
  /^DevTools listening on (ws:\/\/\S+)$/m.exec(said)?.[1]

/** Returns the order of one round. Each round begins with the next program, so that none always follows the same other one. */
export function orderOf<T>(all: readonly T[], round: number): T[] {
  const first = round % all.length
  return [...all.slice(first), ...all.slice(0, first)]
}

const inFigures = ({ median, lower, upper }: Spread): string =>
  `${median.toFixed(0)} (${lower.toFixed(0)} to ${upper.toFixed(0)})`

/** Returns one line of the table: Holdfast, then each reference, then the ratios of the medians. There may be no reference. */
export function tableRow(name: string, own: readonly number[], references: readonly (readonly number[])[]): string {
  const mine = spreadOf(own)
  const others = references.map(spreadOf)
  const ratios = others.map(({ median }) => (mine.median / median).toFixed(2))
  return columns(name, [mine, ...others].map(inFigures), ratios)
}

/** Returns the first line of the table: all programs, then those that Holdfast is divided by. */
export const headings = (names: readonly string[], divisors: readonly string[]): string =>
  columns(
    '',
    names,
    divisors.map((name) => `: ${name}`)
  )

const columns = (name: string, figures: readonly string[], ratios: readonly string[]): string =>
  [name.padEnd(34), ...figures.map((figure) => figure.padStart(22)), ...ratios.map((ratio) => ratio.padStart(20))].join(
    ' '
  )
