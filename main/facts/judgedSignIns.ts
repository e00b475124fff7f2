import type { AlertBook } from './alertBook'
import { overlapMs } from './alertRules'
import { newest, type SeenSignIn } from './habits'
import { keyOf } from './ownActs'

const mostJudged = 1_000

/** Returns what is true for a sign-in that was judged before. */
export function judgedIn({ lookedAt, judged }: AlertBook): (signIn: SeenSignIn) => boolean {
  if (lookedAt === undefined) return () => false
  return (signIn) =>
    judged && signIn.at > lookedAt - overlapMs ? Object.hasOwn(judged, nameOf(signIn)) : signIn.at <= lookedAt
}

/** Returns the book once these sign-ins are judged. A later look reads on from `lookedAt`, in ms since the epoch. */
export function withJudged(book: AlertBook, signIns: readonly SeenSignIn[], lookedAt: number): AlertBook {
  const all = { ...book.judged, ...Object.fromEntries(signIns.map((signIn) => [nameOf(signIn), signIn.at])) }
  const young = Object.entries(all).filter(([, at]) => at > lookedAt - overlapMs)
  return { ...book, lookedAt, judged: newest(Object.fromEntries(young), mostJudged, (at) => at) }
}

/**
 * Sign-ins have no id, and two that are alike in everything are one to the rules. Words that the tenant may translate are left
 * out, because the language of the app may change. A country that is told later makes a row another one.
 */
const nameOf = ({ at, country, system, browser, address, appId }: SeenSignIn): string =>
  keyOf(JSON.stringify([at, isCode(country) ? country : country !== undefined, system, browser, address, appId]))

const isCode = (country = ''): boolean => /^[A-Z]{2}$/.test(country)
