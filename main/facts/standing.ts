import type { Alert } from '../../contract/alerts'
import type { Origin } from '../../contract/origin'
import type { Action, Decision, Overview, Reason, Step } from '../../contract/overview'
import type { FactName, Facts } from './accountFacts'
import { tellings } from './reasons'
import { type Plain, type Rule, rules } from './rules'

/** Methods that nobody can take over with a number or a mailbox. */
const strongTypes = ['OTP', 'FACE']
const strongNeeded = 2

/** Returns the number of strong methods, passkeys among them. */
function strongMethods({ active = [], passkeys }: Plain): number {
  return active.filter((type) => strongTypes.includes(type)).length + (passkeys ?? 0)
}

/** Returns the facts without their origins. */
function plainOf(facts: Facts, unread: Plain['unread']): Plain {
  const { active, offered, passkeys, score, passwordSet, passwordLevel, emailBound, phoneBound, emailVerified } = facts
  return {
    active: active?.value,
    offered: offered?.value,
    passkeys: passkeys?.value,
    score: score?.value,
    passwordSet: passwordSet?.value,
    passwordLevel: passwordLevel?.value,
    emailBound: emailBound?.value,
    phoneBound: phoneBound?.value,
    emailVerified: emailVerified?.value,
    unread
  }
}

interface Told {
  rule: Rule
  action: Action
}

/** Returns every rule that holds, in order, with one for each subject. */
export function rulesThatHold(facts: Plain): Told[] {
  const told: Told[] = []
  for (const rule of rules) {
    if (told.some((earlier) => earlier.rule.about === rule.about)) continue
    if (rule.needs.some((name) => facts[name] === undefined) || !rule.when(facts)) continue
    const action = rule.action(facts)
    const isAdded = action?.kind === 'add' && told.some((earlier) => isSame(earlier.action, action))
    if (action && !isAdded) told.push({ rule, action })
  }
  return told
}

const isSame = (one: Action, other: Action): boolean =>
  one.kind === 'add' && other.kind === 'add' && one.method === other.method

/** Returns true if the decision silences the rule now. For good is only for somebody with two strong methods. */
const holds = (decision: Decision, now: number, mayDismiss: boolean): boolean =>
  decision.until === undefined ? mayDismiss : now < decision.until

interface Judged {
  facts: Facts
  unread: Overview['unread']
  decisions: readonly Decision[]
  /** The alerts that wait for an answer, the newest first. */
  alerts?: readonly Alert[]
  waiting: boolean
  now: number
}

/** Returns everything that the page says of the account. No number in it is worked out here. */
export function standingOf({ facts, unread, decisions, alerts = [], waiting, now }: Judged): Overview {
  const sourcesOf = (isKnown: boolean) => unread.filter(({ known }) => known === isKnown).map(({ source }) => source)
  const plain = { ...plainOf(facts, sourcesOf(false)), stale: sourcesOf(true), alerts }
  const mayDismiss = strongMethods(plain) >= strongNeeded
  const decided = decisions.filter((decision) => holds(decision, now, mayDismiss))
  const isSilenced = ({ rule, about }: Step): boolean =>
    !mustStay.has(rule) && decided.some((decision) => decision.rule === rule && decision.about === about)
  const open = rulesThatHold(plain)
    .filter(({ rule }) => !waiting || rule.severity === 'high')
    .map((told) => stepOf(told, facts))
    .filter((step) => !isSilenced(step))
  const isOptional = ({ severity }: Step): boolean => severity === 'optional'
  const isOutside = ({ action }: Step): boolean => action.kind === 'administrator'
  return {
    ...(facts.score && { score: facts.score.value }),
    scoreFrom: originsOf(['score'], facts),
    reasons: reasonsOf(plain, facts),
    steps: open.filter((step) => !isOptional(step) && !isOutside(step)),
    outside: open.filter((step) => !isOptional(step) && isOutside(step)),
    optional: open.filter(isOptional),
    decided: decided.map((one) => ({
      ...one,
      from: originsOf(rules.find(({ id }) => id === one.rule)?.why ?? [], facts)
    })),
    mayDismiss,
    unread,
    waiting
  }
}

/** The days for which a step can be put off, by how much depends on it. */
const daysOff = { high: 7, medium: 30, low: 30 } as const

/** Nobody can put these off. */
const mustStay: ReadonlySet<Step['rule']> = new Set(['unanswered', 'readAgain'])

const stepOf = ({ rule, action }: Told, facts: Facts): Step => ({
  rule: rule.id,
  about: rule.about,
  severity: rule.severity,
  action,
  ...(!mustStay.has(rule.id) && rule.severity !== 'optional' && { offDays: daysOff[rule.severity] }),
  from: originsOf(rule.why, facts)
})

function reasonsOf(plain: Plain, facts: Facts): Reason[] {
  return tellings.flatMap(({ about, why, say }) => {
    const said = say(plain)
    return said ? [{ ...said, about, from: originsOf(why, facts) }] : []
  })
}

function originsOf(names: readonly FactName[], facts: Facts): Origin[] {
  return names.flatMap((name) => {
    const fact = facts[name]
    return fact ? [originOf(fact)] : []
  })
}

function originOf({ value, source, field, readAt, requestId }: NonNullable<Facts[FactName]>): Origin {
  return { source, field, values: valuesOf(value), readAt, ...(requestId !== undefined && { requestId }) }
}

/** Returns the values as a person who reads the API would write them. */
function valuesOf(value: NonNullable<Facts[FactName]>['value']): string[] {
  if (typeof value !== 'object' || value === null) return [String(value)]
  if (!('kind' in value)) return [...value]
  if (value.kind === 'number' || value.kind === 'outside') return [String(value.value)]
  if (value.kind === 'text') return [`"${value.text}"`]
  return value.kind === 'empty' ? ['null'] : []
}
