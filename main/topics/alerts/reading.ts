import type { SignIn } from '../../../contract/activity'
import { longestName } from '../../../contract/fields'
import type { Answered, YoungAnswers } from '../../facts/accountFacts'
import { placeOf } from '../../facts/changeOrigin'
import type { SeenDevice, SeenSignIn } from '../../facts/habits'
import type { AccountState, LedgerChange } from '../../facts/ledger'
import { keyOf } from '../../facts/ownActs'
import { AppError } from '../../ground/errors'
import { plainText } from '../../ground/text'
import { type Client, withId } from '../../tenant/client'
import type { Operation } from '../../tenant/endpoint'
import { browserFamily, systemFamily } from '../../tenant/families'
import { getLoginHistory, type LoginHistoryQuery, rowsPerRequest } from '../../tenant/loginHistory'
import { maskEmail, maskPhone } from '../../tenant/mask'
import { getProfile, getSecurityInfo, listEnrolledFactors } from '../../tenant/operations'
import { readPages } from './signInPages'

/** A factor as the tenant lists it. */
type Listed = readonly { readonly factorId: string; readonly factorType: string }[]
type Factors = NonNullable<YoungAnswers['active']>['data']

export interface ReadingParts {
  client: Pick<Client, 'call'>
  /** Returns answers that others have asked for and that are young enough. */
  young: (youngMs: number) => YoungAnswers
  /** Is called when the list of factors is asked for, and takes the answer; see `FactorMemory.follow`. */
  followFactors: () => (listed: Listed) => Promise<unknown>
  /** Resolves to the devices that the tenant lists, or to undefined if it has no such list. */
  readDevices: (signal: AbortSignal) => Promise<ListedDevices | undefined>
}

/** `complete`: false if the list went on beyond the most devices that are read. */
export interface ListedDevices {
  readonly devices: readonly SeenDevice[]
  readonly complete: boolean
}

/** The answers of one look. A part that could not be read is absent. */
export interface Answers {
  state: AccountState
  /** When the oldest of the answers was asked for or given, in ms since the epoch. */
  askedAt: number
  /** The answers in which the state was told. */
  from?: Readonly<Record<string, Omit<Answered<unknown>, 'data'> | undefined>>
  devices?: ListedDevices | undefined
  signIns?: readonly SeenSignIn[] | undefined
  /** True if those that were refused could not be read. */
  withoutRefused?: true
  /** The first failure. */
  failure?: AppError | undefined
}

/** The most requests for sign-ins that succeeded, and for refused ones. The first look asks for as many. */
const mostPages = { success: 10, refused: 4 }

export interface Wanted {
  /** The moment from which sign-ins count, in ms since the epoch. */
  since: number
  /** False for the first look, which learns from what succeeded. */
  withRefused: boolean
  /** Answers that are younger are not asked for again, in ms. */
  youngMs: number
}

/** Asks the tenant for everything that the rules look at. Never rejects. */
export async function readAnswers(parts: ReadingParts, wanted: Wanted, signal: AbortSignal): Promise<Answers> {
  const { client, followFactors, readDevices } = parts
  const { since, withRefused } = wanted
  const askedAt = Date.now()
  const young = parts.young(wanted.youngMs)
  const { tried, first } = collectingFailures()
  const [active, profile, security, devices, succeeded, refused] = await Promise.all([
    young.active ?? tried(readFactors(client, followFactors, signal)),
    young.profile ?? tried(ask(client, getProfile, signal)),
    young.security ?? tried(ask(client, getSecurityInfo, signal)),
    tried(readDevices(signal)),
    tried(readSignIns(client, { start: since, success: true }, mostPages.success, signal)),
    withRefused ? tried(readSignIns(client, { start: since, success: false }, mostPages.refused, signal)) : []
  ])
  const failure = first()
  return {
    state: {
      ...(active && { factors: factorsOf(active.data) }),
      ...(profile && contactsOf(profile.data, security?.data)),
      ...(security?.data.passwordSet !== undefined && { passwordSet: security.data.passwordSet })
    },
    from: { active, profile, security },
    askedAt: Math.min(askedAt, ...Object.values(young).flatMap((one) => one?.readAt ?? [])),
    devices,
    ...(succeeded && { signIns: [...succeeded, ...(refused ?? [])] }),
    ...(!refused && { withoutRefused: true }),
    ...(failure && { failure })
  }
}

/** Returns what lets one request fail without the others, and remembers the first failure. */
function collectingFailures() {
  const failures: AppError[] = []
  return {
    tried: async <T>(work: Promise<T>): Promise<T | undefined> => {
      try {
        return await work
      } catch (error) {
        failures.push(error instanceof AppError ? error : new AppError('unexpected', { cause: error }))
        return undefined
      }
    },
    first: () => failures[0]
  }
}

async function readFactors(
  client: ReadingParts['client'],
  followFactors: ReadingParts['followFactors'],
  signal: AbortSignal
): Promise<Answered<Factors>> {
  const take = followFactors()
  const factors = await ask(client, listEnrolledFactors, signal)
  await take(factors.data)
  return factors
}

async function ask<Data>(
  client: ReadingParts['client'],
  operation: Operation<Data>,
  signal: AbortSignal
): Promise<Answered<Data>> {
  const answer = await withId((hearId) => client.call(operation, signal, hearId))
  return { ...answer, readAt: Date.now() }
}

/** Returns the time and the id of the answer that showed a change. */
export function answerOf(
  { from, devices }: Pick<Answers, 'from' | 'devices'>,
  change: Pick<LedgerChange, 'kind' | 'after' | 'key'>
): Pick<LedgerChange, 'readAt' | 'requestId'> {
  const { source = '' } = placeOf(change) ?? {}
  // The end of the list shows that a device is gone.
  const lister = devices?.devices.find(({ key }) => key === change.key) ?? devices?.devices.at(-1)
  const { readAt, requestId } = source === 'devices' ? { ...lister, readAt: undefined } : { ...from?.[source] }
  return { ...(readAt !== undefined && { readAt }), ...(requestId !== undefined && { requestId }) }
}

/** Cuts a text to what the ledger holds, because a mask may be longer than what it hides. */
const keptOf = (shown: string): string => plainText(shown, longestName)

const factorsOf = (factors: Factors): AccountState['factors'] =>
  Object.fromEntries(
    factors.map(({ factorId, factorType, profile }) => {
      const shown = profile?.email
        ? maskEmail(profile.email)
        : profile?.phoneNumber && maskPhone(profile.phoneNumber, profile.phoneCountryCode)
      return [keyOf(factorId), { type: factorType, ...(shown && { shown: keptOf(shown) }) }]
    })
  )

interface Contacts {
  email?: string | null | undefined
  phone?: string | null | undefined
  phoneCountryCode?: string | null | undefined
  passwordLastSetAt?: number | undefined
}

interface Bound {
  emailBinded?: boolean | undefined
  phoneBinded?: boolean | undefined
}

function contactsOf(profile: Contacts, bound: Bound | undefined): AccountState {
  const { email, phone, phoneCountryCode, passwordLastSetAt } = profile
  const number = phone
    ? { shown: keptOf(maskPhone(phone, phoneCountryCode ?? undefined)), key: keyOf(`${phoneCountryCode} ${phone}`) }
    : undefined
  return {
    email: email ? { shown: keptOf(maskEmail(email)), key: keyOf(email) } : boundOnly(bound?.emailBinded),
    phone: number ?? boundOnly(bound?.phoneBinded),
    ...(passwordLastSetAt !== undefined && { passwordAt: passwordLastSetAt })
  }
}

/** A tenant that keeps an address or a number to itself may still tell that there is one. */
function boundOnly(isBound: boolean | undefined): AccountState['email'] {
  if (isBound === undefined) return undefined
  return isBound ? { shown: '', key: 'bound' } : null
}

/** Returns the devices as the ledger keeps them. A list that was cut off would show devices as gone. */
export const devicesOf = ({ devices, complete }: ListedDevices, own: ReadonlySet<string>): AccountState['devices'] =>
  complete
    ? Object.fromEntries(
        devices.map(({ key, browser, system, name }) => [
          key,
          {
            ...(browser !== undefined && { browser }),
            ...(system !== undefined && { system }),
            ...(name !== undefined && { name }),
            ...(own.has(key) && { own: true as const })
          }
        ])
      )
    : undefined

async function readSignIns(
  client: ReadingParts['client'],
  range: Required<Pick<LoginHistoryQuery, 'start' | 'success'>>,
  most: number,
  signal: AbortSignal
): Promise<SeenSignIn[]> {
  const ask = (page: number) => client.call(getLoginHistory({ ...range, page, limit: rowsPerRequest }), signal)
  const rows = await readPages(ask, range.success, most)
  return rows.map(seenOf)
}

function seenOf({ browser, system, countryCode, country, ...row }: SignIn): SeenSignIn {
  return {
    at: row.at,
    success: row.success,
    country: countryCode ?? country,
    system: familyOf(system, row.userAgent, systemFamily),
    browser: familyOf(browser, row.userAgent, browserFamily),
    address: row.address,
    app: row.app,
    appId: row.appId,
    method: row.method
  }
}

/** Returns the family, or the tenant's own word for what has none. */
const familyOf = (
  word: string | undefined,
  userAgent: string | undefined,
  family: (text: string) => string | undefined
): string | undefined => family(word ?? '') ?? family(userAgent ?? '') ?? word
