/** The value in the middle, and the bounds of the middle half of all values. */
export interface Spread {
  median: number
  lower: number
  upper: number
}

/** Throws a RangeError without values. */
export function spreadOf(values: readonly number[]): Spread {
  if (values.length === 0 || !values.every(Number.isFinite))
    throw new RangeError('A spread needs values, all of them numbers.')
  const sorted = [...values].sort((a, b) => a - b)
  return { median: quantile(sorted, 0.5), lower: quantile(sorted, 0.25), upper: quantile(sorted, 0.75) }
}

/** Linear between the two nearest values. */
function quantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share
  const below = sorted[Math.floor(place)] ?? NaN
  const above = sorted[Math.ceil(place)] ?? NaN
  return below + (above - below) * (place - Math.floor(place))
}

/** MB of a `smaps_rollup` of Linux: the process's own pages, and its share of those that others use too. Throws a TypeError. */
export function proportionalMegabytes(rollup: string): number {
  const kilobytes = /^Pss:\s+(\d+) kB$/m.exec(rollup)?.[1]
  if (kilobytes === undefined) throw new TypeError('There is no Pss in this rollup.')
  return Number(kilobytes) / 1024
}

/** The address in what Chromium says once its debugger listens, or undefined. */
export const debuggerAddress = (said: string): string | undefined =>
  /^DevTools listening on (ws:\/\/\S+)$/m.exec(said)?.[1]

/** The order of one round: each round begins with the next one, so that none always follows the same other one. */
export function orderOf<T>(all: readonly T[], round: number): T[] {
  const first = round % all.length
  return [...all.slice(first), ...all.slice(0, first)]
}

const inFigures = ({ median, lower, upper }: Spread): string =>
  `${median.toFixed(0)} (${lower.toFixed(0)} to ${upper.toFixed(0)})`

/** One line of the table: Holdfast, then each reference, then the ratios of the medians. */
export function tableRow(name: string, own: readonly number[], references: readonly (readonly number[])[]): string {
  const mine = spreadOf(own)
  const others = references.map(spreadOf)
  const ratios = others.map(({ median }) => (mine.median / median).toFixed(2))
  return columns([name, inFigures(mine), ...others.map(inFigures), ...ratios])
}

const widths = [34, 22, 22, 22, 9, 11]

export const columns = (cells: readonly string[]): string =>
  cells.map((cell, index) => (index === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[index] ?? 0))).join(' ')
