const pattern = /^(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})$/

/** Returns true for three numbers without leading zeros, as in `1.2.3`. Nothing else is a version of Holdfast. */
export const isVersion = (text: string): boolean => pattern.test(text)

/**
 * Returns a negative number if `one` is older than `other`, 0 if they are the same, else a positive one.
 *
 * @throws RangeError if one of them is no version
 */
export function compareVersions(one: string, other: string): number {
  const others = partsOf(other)
  return (
    partsOf(one)
      .map((part, index) => part - (others[index] ?? 0))
      .find((difference) => difference !== 0) ?? 0
  )
}

function partsOf(version: string): number[] {
  const [, ...parts] = pattern.exec(version) ?? []
  if (parts.length === 0) throw new RangeError('a version is three numbers')
  return parts.map(Number)
}
