import { type Browser, type BrowserName, browsers } from './browsers'
import { type PlaceName, places } from './places'

/** The sign-ins of a person before the sandbox started. They are computed from these facts, and none of them is stored. */
export interface Past {
  rows: number
  /** The days over which they are spread. */
  days: number
  home: PlaceName
  browsers: readonly [BrowserName, ...BrowserName[]]
  /** True if 120 of them happened in the same millisecond, as servers that import a log write them. */
  clump?: true
  /** True if somebody guesses passwords, before the start and as long as the sandbox runs. */
  attacked?: true
}

/** A sign-in that succeeded or was refused. */
export interface SignIn {
  /** ms since the epoch */
  at: number
  app: number
  success: boolean
  method: string
  error?: string
  ip: string
  place: PlaceName
  browser: Browser
}

const day = 24 * 3_600_000
/** A burst of wrong passwords, as 41 rows within four minutes. */
const burst = { from: 30, length: 41, every: 5_800 }
const clump = { from: 300, length: 120 }

const isWithin = (index: number, { from, length }: { from: number; length: number }): boolean =>
  index >= from && index < from + length

export const wrongPassword = 'Account or password is wrong'
const methods = ['PASSWORD', 'PASSCODE', 'AD', 'SOCIAL'] as const

/**
 * Returns the sign-ins before `start`, newest first, each computed from its place alone, so that a hundred thousand of them
 * cost nothing until they are read. The same facts give the same rows.
 */
export function pastOf(past: Past, seed: number, start: number) {
  const hasBurst = past.rows > burst.from + burst.length
  const hasClump = past.clump === true && past.rows > clump.from + clump.length
  const inBurst = (index: number): boolean => hasBurst && isWithin(index, burst)
  const groups = [...(hasBurst ? [burst] : []), ...(hasClump ? [clump] : [])]
  const step = (past.days * day) / groups.reduce((rows, { length }) => rows - length + 1, past.rows)

  /** Returns a moment that the rows of one group share, so that a group leaves no gap between the days. */
  function spread(index: number): number {
    const place = groups.reduce(
      (count, group) => count - Math.max(0, Math.min(index - group.from, group.length - 1)),
      index
    )
    return start - 60_000 - place * step - chance(seed, place, 0) * step * 0.8
  }

  function timeOf(index: number): number {
    const moment = Math.floor(spread(index))
    return inBurst(index) ? moment - (index - burst.from) * burst.every : moment
  }

  function rowOf(index: number): SignIn {
    const at = timeOf(index)
    if (inBurst(index)) return guessed(at, index)
    const browser = browsers[past.browsers[pick(past.browsers.length, seed, index, 1)] ?? past.browsers[0]]
    const row = {
      at,
      app: pick(3, seed, index, 2),
      method: methods[pick(methods.length, seed, index, 3)] ?? 'PASSWORD',
      ip: `198.51.100.${pick(4, seed, index, 4) + 7}`,
      place: past.home,
      browser
    }
    return chance(seed, index, 5) < 0.93
      ? { ...row, success: true }
      : { ...row, success: false, error: 'Wrong verification code' }
  }

  return { length: past.rows, timeOf, rowOf }
}

/** Returns a refused guess of a password, from one of three addresses of another country. */
export const guessed = (at: number, index: number): SignIn => ({
  at,
  app: 0,
  success: false,
  method: 'PASSWORD',
  error: wrongPassword,
  ip: `203.0.113.${24 + (index % 3)}`,
  place: 'saoPaulo',
  browser: browsers.chromeOnWindows
})

const pick = (count: number, seed: number, index: number, salt: number): number =>
  Math.floor(chance(seed, index, salt) * count)

/** Returns a number from 0 to 1 that looks random and is always the same for the same arguments. */
function chance(seed: number, index: number, salt: number): number {
  let mixed = Math.imul(seed ^ Math.imul(index + 1, 0x9e3779b1) ^ Math.imul(salt + 1, 0x85ebca6b), 0x2c1b3c6d)
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x297a2d39)
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32
}

/** Returns a sign-in in the vendor's field names. */
export function loginRow(signIn: SignIn, userId: string, app: { appId: string; appName: string }) {
  const { browser, device, os, userAgent } = signIn.browser
  const place = places[signIn.place]
  return {
    userId,
    ...app,
    appLoginUrl: '',
    appLogo: '',
    loginAt: new Date(signIn.at).toISOString(),
    clientIp: signIn.ip,
    success: signIn.success,
    ...(signIn.error !== undefined && { errorMessage: signIn.error }),
    userAgent,
    parsedUserAgent: { device, browser, os },
    loginMethod: signIn.method,
    geoip: {
      location: { lon: place.lon, lat: place.lat },
      country_name: place.country,
      country_code2: place.code2,
      country_code3: place.code3,
      region_name: place.region,
      region_code: place.regionCode,
      city_name: place.city,
      continent_code: place.continent,
      timezone: place.timezone
    }
  }
}
