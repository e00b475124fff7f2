import type { Burst, Finding, Judged, Look } from './findings'
import {
  combinationOf,
  type Habits,
  isWhole,
  type SeenDevice,
  type SeenSignIn,
  withDevice,
  withJudgedSignIn
} from './habits'

/** The numbers of the rules, as data. All times are in ms. */
const limits = {
  /** So many refused attempts are a burst. */
  burst: 10,
  /** The longest time between two attempts of one burst. */
  burstGapMs: 10 * 60_000,
  /** A burst so long before a sign-in is evidence against it. */
  beforeMs: 30 * 60_000,
  /** A device and a row of the history within this time are one sign-in. */
  sameMs: 2 * 60_000
}

/** The span before the newest sign-in that is read again, in ms: attempts belong together, and a tenant may list one late. */
export const overlapMs = 30 * 60_000

const isWithin = (one: number | undefined, other: number): boolean =>
  one !== undefined && Math.abs(one - other) <= limits.sameMs

/** Judges one look. It is a pure function: the same look gives the same findings, and the habits that follow from it. */
export function judge(look: Look, known: Habits): Judged {
  const signIns = [...look.signIns].sort((one, other) => one.at - other.at)
  const bursts = burstsIn(signIns, known)
  const ours = ownIn(signIns, look)
  const places: Finding[] = []
  const newest = signIns.at(-1)?.at ?? 0
  let habits = known
  for (const signIn of signIns) {
    if (!signIn.success || look.isJudged?.(signIn)) continue
    const isOurs = ours.has(signIn)
    // Until then a nearer one may be listed. The clock here may be wrong.
    const isSettled = isOurs && newest - signIn.at > overlapMs
    if (isSettled || !isUnusual(signIn, habits, look.doubted)) habits = withJudgedSignIn(habits, signIn)
    else if (!isOurs)
      places.push({
        rule: 'newPlace',
        subject: combinationOf(signIn),
        at: signIn.at,
        signIn,
        ...beforeOf(bursts, signIn.at)
      })
  }
  const devices = judgeDevices(look, habits, signIns, bursts)
  const joined = new Set(devices.findings.flatMap((finding) => ('signIn' in finding ? [finding.signIn] : [])))
  return {
    habits: devices.habits,
    ours,
    findings: [
      ...devices.findings,
      ...places.filter((finding) => !('signIn' in finding && joined.has(finding.signIn))),
      ...bursts.map((burst): Finding => ({ rule: 'failedBurst', subject: 'burst', at: burst.since, burst }))
    ]
  }
}

/**
 * Returns true if country, system and browser are all new, and the person has not called them their own together. A
 * combination that was doubted stays so, however usual its parts have become.
 */
function isUnusual(
  signIn: SeenSignIn,
  { countries, systems, browsers, taught }: Habits,
  doubted?: ReadonlySet<string>
): boolean {
  // A field that the tenant does not tell cannot be called new.
  if (!isWhole(signIn)) return false
  const { country, system, browser } = signIn
  // Any text may come from the tenant, so what every object inherits must not count.
  const isKnown =
    Object.hasOwn(countries, country) ||
    Object.hasOwn(systems, system) ||
    Object.hasOwn(browsers, browser) ||
    Object.hasOwn(taught, combinationOf(signIn))
  return !isKnown || doubted?.has(combinationOf(signIn)) === true
}

/** Returns the sign-ins of this app: for each time that it signed in the nearest one, because somebody else may do so as well. */
function ownIn(signIns: readonly SeenSignIn[], { ownSignIns, ownApp, ownSystem }: Look): ReadonlySet<SeenSignIn> {
  const may = signIns.filter(
    ({ success, appId, system }) => success && ownApp !== undefined && appId === ownApp && isSystem(system, ownSystem)
  )
  return new Set(ownSignIns.flatMap((own) => nearestTo(own, may, ({ at }) => at) ?? []))
}

const isSystem = (told: string | undefined, own: string | undefined): boolean =>
  own === undefined || told === undefined || told === own

/** Returns whatever is nearest to a moment, of what belongs to it at all. */
function nearestTo<T>(moment: number, values: readonly T[], atOf: (value: T) => number | undefined): T | undefined {
  const apart = (value: T): number => Math.abs((atOf(value) ?? 0) - moment)
  return values.filter((value) => isWithin(atOf(value), moment)).sort((one, other) => apart(one) - apart(other))[0]
}

/** Refused attempts from an address that the person signs in from are likely their own mistakes. */
function burstsIn(signIns: readonly SeenSignIn[], { addresses }: Habits): Burst[] {
  const groups: SeenSignIn[][] = []
  for (const signIn of signIns) {
    if (signIn.success || (signIn.address !== undefined && Object.hasOwn(addresses, signIn.address))) continue
    const group = groups.at(-1)
    const last = group?.at(-1)
    if (group && last && signIn.at - last.at <= limits.burstGapMs) group.push(signIn)
    else groups.push([signIn])
  }
  return groups.filter(({ length }) => length >= limits.burst).map(burstOf)
}

const burstOf = (group: readonly SeenSignIn[]): Burst => ({
  count: group.length,
  since: group[0]?.at ?? 0,
  until: group.at(-1)?.at ?? 0,
  addresses: distinct(group.map(({ address }) => address)),
  countries: distinct(group.map(({ country }) => country))
})

const distinct = (values: readonly (string | undefined)[]): number =>
  new Set(values.filter((value) => value !== undefined)).size

function beforeOf(bursts: readonly Burst[], at: number | undefined): { before?: Burst } {
  const before = bursts.findLast(({ since, until }) => at !== undefined && since <= at && at - until <= limits.beforeMs)
  return before ? { before } : {}
}

function judgeDevices(
  look: Look,
  known: Habits,
  signIns: readonly SeenSignIn[],
  bursts: readonly Burst[]
): { findings: Finding[]; habits: Habits } {
  const { devices, now } = look
  if (!devices) return { findings: [], habits: known }
  const ours = ownDevicesIn(look, devices, known)
  const findings: Finding[] = []
  let habits: Habits = { ...known, devices: withoutGone(known.devices ?? {}, devices) }
  for (const device of devices) {
    // The first list is what the account had when Holdfast came.
    const isFirst = known.devices === undefined
    if (isFirst || ours.has(device.key) || !isNews(device, known.devices)) habits = remembering(habits, device, now)
    else findings.push(deviceFinding(device, [...signIns, ...(look.asked ?? [])], bursts))
  }
  return { findings, habits }
}

function remembering(habits: Habits, { key }: SeenDevice, now: number): Habits {
  const before = habits.devices?.[key]
  // Its moment and its ended session stay as they are.
  return before ? habits : withDevice(habits, key, now)
}

/** Returns true for a device that is not known, or that has signed in since its session was ended here. */
function isNews({ key, lastLoginAt = 0 }: SeenDevice, known: Habits['devices'] = {}): boolean {
  const device = Object.hasOwn(known, key) ? known[key] : undefined
  return !device || (device.endedAt !== undefined && lastLoginAt > device.endedAt)
}

/** Drops the devices whose session was ended here and that the tenant lists no more, so that their return is news. */
function withoutGone(known: NonNullable<Habits['devices']>, devices: readonly SeenDevice[]): Habits['devices'] {
  const ended = Object.entries(known).filter(([, { endedAt }]) => endedAt !== undefined)
  if (ended.length === 0) return known
  const keys = new Set(devices.map(({ key }) => key))
  const gone = ended.filter(([key]) => !keys.has(key))
  if (gone.length === 0) return known
  const names = new Set(gone.map(([key]) => key))
  return Object.fromEntries(Object.entries(known).filter(([key]) => !names.has(key)))
}

/** Returns the devices of this app: those with its id, and for each of its sign-ins the one browser that may have made it. */
export function ownDevicesIn(
  { ownSignIns, ownSystem }: Look,
  devices: readonly SeenDevice[],
  known: Habits
): ReadonlySet<string> {
  const own = new Set(devices.filter((device) => device.own).map(({ key }) => key))
  const others = devices.filter(({ key, system }) => !own.has(key) && isSystem(system, ownSystem))
  for (const at of ownSignIns) {
    // A known browser that is nearer has made it, and a second one is somebody else's.
    const nearest = nearestTo(at, others, ({ lastLoginAt }) => lastLoginAt)
    if (nearest && isNews(nearest, known.devices)) own.add(nearest.key)
  }
  return own
}

function deviceFinding(device: SeenDevice, signIns: readonly SeenSignIn[], bursts: readonly Burst[]): Finding {
  const { key, lastLoginAt, system } = device
  const signIn = signIns.find(
    (row) =>
      row.success &&
      isWithin(lastLoginAt, row.at) &&
      (system === undefined || row.system === undefined || row.system === system)
  )
  return {
    rule: 'newDevice',
    subject: key,
    at: lastLoginAt,
    device,
    ...(signIn && { signIn }),
    ...beforeOf(bursts, lastLoginAt)
  }
}
