/** Returns the known key that was probably meant, if one is close enough. */
export function closestKey(written: string, known: readonly string[]): string | undefined {
  const [closest] = known
    .map((key) => ({ key, distance: distanceOf(plain(written), plain(key)) }))
    .filter(({ key, distance }) => distance <= Math.max(1, Math.floor(key.length / 4)))
    .sort((one, other) => one.distance - other.distance)
  return closest?.key
}

/** Returns the same text for `app-id`, `app_id` and `APPID`, which are one key written in three ways. */
const plain = (key: string): string => key.toLowerCase().replace(/[^a-z]/g, '')

/** Returns the edit distance of Levenshtein. */
function distanceOf(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (const [i, letter] of Array.from(one).entries()) {
    const next = [i + 1]
    for (const [j, opposite] of Array.from(other).entries()) {
      const [above = 0, diagonal = 0, left = 0] = [row[j + 1], row[j], next[j]]
      next.push(Math.min(above + 1, left + 1, diagonal + (letter === opposite ? 0 : 1)))
    }
    row = next
  }
  return row.at(-1) ?? 0
}
