import { Stop } from '../setup/stop.mjs'

const numbersOf = (version) => version.split('.').map(Number)

/** Returns the three versions that may follow by Semantic Versioning: a patch, a minor and a major one. */
function successorsOf(version) {
  const [major, minor, patch] = numbersOf(version)
  return [`${major}.${minor}.${patch + 1}`, `${major}.${minor + 1}.0`, `${major + 1}.0.0`]
}

/** Returns the highest version among tags such as v1.2.3, or 0.0.0 if nothing was released yet. */
export function lastReleased(tags) {
  const versions = tags.filter((tag) => /^v\d+\.\d+\.\d+$/.test(tag)).map((tag) => tag.slice(1))
  return versions.sort(byNumbers).at(-1) ?? '0.0.0'
}

/** Throws a `Stop` unless `wanted` may follow the last released version. */
export function checkVersion(wanted, last) {
  if (!/^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/.test(wanted ?? '')) {
    throw new Stop('Name the version as three numbers: npm run release -- 1.2.3')
  }
  const next = successorsOf(last)
  if (!next.includes(wanted)) {
    throw new Stop(`${wanted} cannot follow ${last}. Choose ${next.slice(0, 2).join(', ')} or ${next[2]}.`)
  }
}

function byNumbers(one, other) {
  const [a, b] = [numbersOf(one), numbersOf(other)]
  const place = a.findIndex((number, index) => number !== b[index])
  return place === -1 ? 0 : a[place] - b[place]
}
