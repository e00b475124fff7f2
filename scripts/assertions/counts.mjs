/** These files say how much is tried: attacks, points at which a process is killed, and removed guards. */
export const countFiles = /^torture\/(attacks|crash\/points|guards\/[\w-]+)\.json$/

/**
 * Returns the counts in these files by name: the tries of each attack, the kill points of each scenario, one for each
 * guard.
 */
export function countsIn(files) {
  return new Map(
    files.flatMap(([file, text]) => {
      const content = JSON.parse(text)
      if (file.includes('/guards/')) return guardsIn(content)
      return Object.entries(content).flatMap(([row, values]) => countsOf(file, row, values))
    })
  )
}

/** Returns in words everything that is tried less often than before. */
export const losses = (before, after) =>
  [...before]
    .filter(([name, count]) => !(after.get(name) >= count))
    .map(([name, count]) => `${name}: ${count} before, ${after.get(name) ?? 'none'} now`)

function countsOf(file, row, values) {
  const numbers = Object.entries(values).filter(([, count]) => typeof count === 'number')
  const what = file.endsWith('/points.json') ? 'kill points' : 'attack'
  return numbers.map(([key, count]) => [`${what} ${row}, ${key}`, count])
}

/** Some files next to the guards describe their claims, and their entries have no text to remove. */
const guardsIn = (content) =>
  Array.isArray(content) ? content.filter(({ id }) => id !== undefined).map(({ id }) => [`guard ${id}`, 1]) : []
