import { z } from 'zod'
import { browserNamed, browsers } from '../../people/browsers'
import { guessed, loginRow, pastOf, type SignIn, wrongPassword } from '../../people/history'
import type { Person } from '../../people/people'
import type { Endpoints } from '../../protocol/endpoint'
import { Refusal } from '../../protocol/envelope'
import type { SandboxSettings } from '../../settings/options'

const mostRows = 50
/** Servers that search an index refuse to look beyond this row. */
const searchWindow = 10_000
const guessEvery = 20_000

const number = z.coerce.number().int().nonnegative()
const request = z.object({
  appId: z.string().optional(),
  clientIp: z.string().optional(),
  success: z.enum(['true', 'false']).optional(),
  start: number.default(0),
  end: number.default(Number.MAX_SAFE_INTEGER),
  page: number.min(1).default(1),
  limit: number.min(1).default(10)
})
type Request = z.output<typeof request>

/** A list of sign-ins, newest first. */
interface Rows {
  length: number
  timeOf: (index: number) => number
  rowOf: (index: number) => SignIn
}

/** The sign-ins of everybody: those of before the start, and those that happen while the sandbox runs. */
export class History {
  readonly #started = Date.now()
  readonly #happened = new Map<string, SignIn[]>()
  readonly #matching = new Map<string, Uint32Array>()

  constructor(
    private readonly settings: SandboxSettings,
    private readonly apps: readonly { appId: string; appName: string }[]
  ) {}

  /** Notes that somebody has just entered a password. */
  note(person: Person, success: boolean, userAgent: string): void {
    this.#add(person, {
      at: Date.now(),
      app: 0,
      success,
      method: 'PASSWORD',
      ip: '127.0.0.1',
      place: person.past.home,
      browser: browserNamed(userAgent),
      ...(!success && { error: wrongPassword })
    })
  }

  /** Lets somebody who knows the password sign in from far away. */
  intrude(person: Person): void {
    this.#add(person, {
      at: Date.now(),
      app: 0,
      success: true,
      method: 'PASSWORD',
      ip: '203.0.113.24',
      place: 'saoPaulo',
      browser: browsers.edgeOnWindows
    })
  }

  #add(person: Person, signIn: SignIn): void {
    this.#happened.set(person.userId, [signIn, ...(this.#happened.get(person.userId) ?? [])])
  }

  /** Returns the endpoint that lists a person's own sign-ins. */
  endpoints(): Endpoints {
    return {
      'GET /api/v3/get-my-login-history': ({ person, query }) => {
        const asked = request.safeParse(Object.fromEntries(query))
        if (!asked.success) throw new Refusal('argument')
        return this.#list(person, asked.data)
      }
    }
  }

  #list(person: Person, asked: Request) {
    const limit = Math.min(asked.limit, mostRows)
    const first = (asked.page - 1) * limit
    if (this.settings.deepPages === 'refused' && first + limit > searchWindow) throw new Refusal('tooDeep')
    const fresh = this.#fresh(person).filter((row) => this.#matches(row, asked) && isWithin(row.at, asked))
    const past = this.#past(person, asked)
    const list = Array.from({ length: limit }, (_, offset) => {
      const index = first + offset
      return index < fresh.length ? fresh[index] : past.row(index - fresh.length)
    })
    return {
      totalCount: fresh.length + past.length,
      list: list.filter((row) => row !== undefined).map((row) => loginRow(row, person.userId, this.#appOf(row)))
    }
  }

  /** Returns the sign-ins since the start, newest first. An attacker goes on guessing. */
  #fresh(person: Person): SignIn[] {
    const guesses = person.past.attacked ? Math.floor((Date.now() - this.#started) / guessEvery) : 0
    const attack = Array.from({ length: guesses }, (_, index) =>
      guessed(this.#started + (index + 1) * guessEvery, index)
    )
    return [...(this.#happened.get(person.userId) ?? []), ...attack].sort((one, other) => other.at - one.at)
  }

  #past(person: Person, asked: Request): { length: number; row: (index: number) => SignIn | undefined } {
    const rows = pastOf(person.past, seedOf(person), this.#started)
    const matching = this.#matchingOf(person, rows, asked)
    const count = matching?.length ?? rows.length
    const placeOf = (index: number): number => matching?.[index] ?? index
    const from = firstWhere(count, (index) => rows.timeOf(placeOf(index)) <= asked.end)
    const to = firstWhere(count, (index) => rows.timeOf(placeOf(index)) < asked.start)
    const length = Math.max(0, to - from)
    return { length, row: (index) => (index < length ? rows.rowOf(placeOf(from + index)) : undefined) }
  }

  /** Returns the rows that match the filters, or undefined if there are none. They are looked for once. */
  #matchingOf(person: Person, rows: Rows, asked: Request): Uint32Array | undefined {
    const { appId, clientIp, success } = asked
    if (appId === undefined && clientIp === undefined && success === undefined) return undefined
    const key = JSON.stringify([person.userId, appId, clientIp, success])
    const known = this.#matching.get(key)
    if (known) return known
    const found = Uint32Array.from(
      Array.from({ length: rows.length }, (_, index) => index).filter((index) =>
        this.#matches(rows.rowOf(index), asked)
      )
    )
    this.#matching.set(key, found)
    return found
  }

  #matches(row: SignIn, { appId, clientIp, success }: Request): boolean {
    return (
      (appId === undefined || this.#appOf(row).appId === appId) &&
      (clientIp === undefined || row.ip === clientIp) &&
      (success === undefined || row.success === (success === 'true'))
    )
  }

  #appOf({ app }: SignIn): { appId: string; appName: string } {
    const found = this.apps[app] ?? this.apps[0]
    if (!found) throw new TypeError('A tenant has an application.')
    return found
  }
}

const isWithin = (at: number, { start, end }: Request): boolean => at >= start && at <= end

/** Returns the first index below `count` for which `holds` is true, or `count`. Once it holds, it holds for all later ones. */
function firstWhere(count: number, holds: (index: number) => boolean): number {
  let [low, high] = [0, count]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (holds(middle)) high = middle
    else low = middle + 1
  }
  return low
}

/** Returns a number that differs between people and stays the same. */
const seedOf = ({ userId }: Person): number => Number.parseInt(userId.slice(-6), 16)
