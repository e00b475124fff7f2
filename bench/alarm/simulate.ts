import { answer } from '../../main/facts/alertAnswers'
import { type AlertBook, emptyBook } from '../../main/facts/alertBook'
import { judge } from '../../main/facts/alertRules'
import { noHabits, type SeenDevice, type SeenSignIn, withSignIn } from '../../main/facts/habits'
import { raise } from '../../main/facts/raising'
import data from './people.json'

const hour = 3_600_000
const day = 24 * hour
const learnt = 90 * day
const year = 365 * day
/** The app is opened once a week. */
const lookEvery = 7 * day

type Person = (typeof data.people)[number]
type Attacker = (typeof data.attackers)[number]

/** The outcome of one simulated year. */
interface Year {
  person: string
  attacker: string
  listsDevices: boolean
  /** Alerts about the person's own doing. */
  falseAlarms: number
  /** True if an alert named the attacker's sign-in. */
  caught: boolean
  /** True if only the wrong passwords before it raised an alert. */
  onlyBurst: boolean
}

interface Record {
  years: number
  falseAlarms: number
  /** One entry for each kind of attacker, with a list of devices at the tenant and without one. */
  takeovers: { attacker: string; listsDevices: boolean; number: number; caught: number; onlyBurst: number }[]
  byPerson: { person: string; years: number; falseAlarms: number }[]
}

/** Returns numbers from 0 to 1 that are always the same for a seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

class Chance {
  constructor(private readonly next: () => number) {}
  share = (): number => this.next()
  is = (likely: number): boolean => this.next() < likely
  moment = (from: number, to: number): number => from + this.next() * (to - from)
  of<T>(values: readonly T[]): T {
    const value = values[Math.floor(this.next() * values.length)]
    if (value === undefined) throw new Error('nothing to choose from')
    return value
  }
  byShare<T extends { share: number }>(values: readonly T[]): T {
    let left = this.next() * values.reduce((sum, { share }) => sum + share, 0)
    return values.find(({ share }) => (left -= share) < 0) ?? this.of(values)
  }
  /** Returns how often something with this rate happens in `span`, as Poisson counts. */
  times(rate: number, span: number): number {
    const limit = Math.exp((-rate * span) / year)
    let count = 0
    for (let product = this.next(); product > limit; product *= this.next()) count++
    return count
  }
}

interface Device {
  key: string
  system: string
  browser: string
}
interface Event {
  at: number
  signIn: SeenSignIn
  device?: Device
  /** True if the person did it. */
  mine: boolean
}

/** Returns everything that happens to one account, the oldest first. */
function eventsOf(chance: Chance, person: Person, attacker: Attacker, tellsCountry: boolean): Event[] {
  const home = data.countries[0] ?? 'ES'
  const abroad = data.countries.slice(1)
  const end = learnt + year
  let made = 0
  const deviceOf = ([system = '', browser = '']: readonly string[]): Device => ({ key: `d${made++}`, system, browser })
  const owned = person.devices.map((one) => ({ from: 0, device: deviceOf(one) }))
  for (let n = chance.times(person.newDevices, year); n > 0; n--) {
    owned.push({
      from: chance.moment(learnt, end),
      device: deviceOf(chance.of([...person.devices, ...data.strangersDevices]))
    })
  }
  for (let n = chance.times(person.clearedBrowsers, year); n > 0; n--) {
    owned.push({ from: chance.moment(learnt, end), device: deviceOf(chance.of(person.devices)) })
  }
  for (let n = chance.times(person.newBrowsers, year); n > 0; n--) {
    const [system = ''] = chance.of(person.devices)
    owned.push({
      from: chance.moment(learnt, end),
      device: deviceOf([system, chance.of(['Edge', 'Firefox', 'Chrome'])])
    })
  }
  const trips = Array.from({ length: chance.times(person.trips, end) }, () => {
    const from = chance.moment(0, end)
    return { from, to: from + chance.moment(2, 12) * day, country: chance.of(abroad) }
  })
  const country = (code: string): string | undefined => (tellsCountry ? code : undefined)

  const events: Event[] = []
  const signIn = (at: number, device: Device, from: string, address: string, mine: boolean, success = true): void => {
    const { system, browser } = device
    events.push({
      at,
      mine,
      ...(success && { device }),
      signIn: { at, success, country: country(from), system, browser, address }
    })
  }
  for (let n = Math.round((person.signIns * end) / year); n > 0; n--) {
    const at = chance.moment(0, end)
    const { device } = chance.of(owned.filter(({ from }) => from <= at))
    const trip = trips.find(({ from, to }) => at >= from && at < to)
    const exit = chance.is(person.exits)
    const from = trip?.country ?? (exit ? chance.of(abroad) : home)
    signIn(
      at,
      device,
      from,
      trip ? `trip${trip.from}` : exit ? `exit${from}` : `home${Math.floor(chance.share() * 4)}`,
      true
    )
  }
  for (let n = chance.times(person.borrowed, year); n > 0; n--) {
    signIn(chance.moment(learnt, end), deviceOf(chance.of(data.strangersDevices)), chance.of(abroad), 'borrowed', true)
  }
  const own = owned[0]?.device ?? deviceOf([])
  const refusals = (at: number, address: string, device: Device, from: string, mine: boolean): void => {
    for (let n = 0; n < 12; n++) signIn(at + n * 20_000, device, from, address, mine, false)
  }
  for (let n = chance.times(person.mistakes, year); n > 0; n--)
    refusals(chance.moment(learnt, end), 'home0', own, home, true)
  for (let n = chance.times(person.stale, year); n > 0; n--)
    refusals(chance.moment(learnt, end), 'roaming', own, home, true)

  const families = attacker.device === 'same' ? chance.of(person.devices) : chance.of(strangersTo(person))
  const thief = deviceOf(families)
  const from = attacker.country === 'home' ? home : chance.of(abroad)
  const at = chance.moment(learnt + 30 * day, end - 30 * day)
  if (chance.is(attacker.guesses)) refusals(at - 10 * 60_000, 'thief', thief, from, false)
  for (let n = 0; n < 3; n++) signIn(at + n * hour, thief, from, 'thief', false)
  return events.sort((one, other) => one.at - other.at)
}

const strangersTo = ({ devices }: Person) => {
  const others = data.strangersDevices.filter(([system]) => devices.every(([own]) => own !== system))
  return others.length > 0 ? others : data.strangersDevices
}

function simulateYear(seed: number): Year {
  const chance = new Chance(randomOf(seed))
  const person = chance.byShare(data.people)
  const attacker = chance.byShare(data.attackers)
  const listsDevices = chance.is(data.tenants.listsDevices)
  const events = eventsOf(chance, person, attacker, chance.is(data.tenants.tellsCountry))
  const thieves = new Set(events.flatMap(({ mine, signIn }) => (mine ? [] : [signIn.at])))
  const listed = new Map<string, SeenDevice>()
  const outcome = { falseAlarms: chance.times(person.changesElsewhere, year), caught: false, onlyBurst: false }
  let book: AlertBook = emptyBook
  let seenUntil = 0
  let next = 0

  for (let now = learnt; now <= learnt + year; now += lookEvery) {
    const signIns: SeenSignIn[] = []
    for (let event = events[next]; event && event.at <= now; event = events[++next]) {
      signIns.push(event.signIn)
      if (event.device) listed.set(event.device.key, { ...event.device, lastLoginAt: event.at, own: false })
    }
    const devices = listsDevices ? [...listed.values()] : undefined
    const look = { now, signIns, devices, ownSignIns: [] }
    if (seenUntil === 0) {
      const habits = signIns.filter(({ success }) => success).reduce(withSignIn, noHabits)
      book = { ...book, habits: judge({ ...look, signIns: [] }, habits).habits }
    } else {
      const judged = judge(look, book.habits)
      const raised = raise({ ...book, habits: judged.habits }, judged.findings, { now, began: 0 })
      book = raised.book
      for (const { id, rule, at } of raised.raised) {
        const isThief = thieves.has(at)
        if (!isThief) outcome.falseAlarms++
        else if (rule === 'failedBurst') outcome.onlyBurst = true
        else outcome.caught = true
        book = answer(book, id, isThief ? 'notMe' : 'me', now)
      }
    }
    seenUntil = now
  }
  return {
    ...outcome,
    onlyBurst: outcome.onlyBurst && !outcome.caught,
    person: person.kind,
    attacker: attacker.kind,
    listsDevices
  }
}

/** Runs the rules over this many years of one account each, with as many takeovers. The same seed gives the same record. */
export function simulate(years: number, seed: number): Record {
  const takeovers = new Map<string, Record['takeovers'][number]>()
  const byPerson = new Map<string, Record['byPerson'][number]>()
  let falseAlarms = 0
  for (let n = 0; n < years; n++) {
    const one = simulateYear(seed + Math.imul(n + 1, 0x9e3779b1))
    falseAlarms += one.falseAlarms
    const key = `${one.attacker} ${one.listsDevices}`
    const { attacker, listsDevices } = one
    const taken = takeovers.get(key) ?? { attacker, listsDevices, number: 0, caught: 0, onlyBurst: 0 }
    taken.number++
    taken.caught += Number(one.caught)
    taken.onlyBurst += Number(one.onlyBurst)
    takeovers.set(key, taken)
    const person = byPerson.get(one.person) ?? { person: one.person, years: 0, falseAlarms: 0 }
    person.years++
    person.falseAlarms += one.falseAlarms
    byPerson.set(one.person, person)
  }
  return { years, falseAlarms, takeovers: [...takeovers.values()], byPerson: [...byPerson.values()] }
}
