import type {
  IncidentCause,
  IncidentLine,
  IncidentOutcome,
  IncidentStep,
  IncidentSubject,
  KnownBy
} from '../../../contract/incident'
import { isKnownFactor } from '../../parts/factorFacts'
import { useFormat } from '../../text/useFormat'
import { regionNames } from '../../text/regionNames'
import { type MessageKey, useText } from '../../text/useText'

const titles: Record<IncidentStep, MessageKey> = {
  password: 'incident.step.password.title',
  sessions: 'incident.step.sessions.title',
  factors: 'incident.step.factors.title',
  identities: 'incident.step.identities.title'
}
const leads: Record<IncidentStep, MessageKey> = {
  password: 'incident.step.password.lead',
  sessions: 'incident.step.sessions.lead',
  factors: 'incident.step.factors.lead',
  identities: 'incident.step.identities.lead'
}
const skipped: Record<IncidentStep, MessageKey> = {
  password: 'incident.skipped.password',
  sessions: 'incident.skipped.sessions',
  factors: 'incident.skipped.factors',
  identities: 'incident.skipped.identities'
}
const outcomes: Record<IncidentOutcome, MessageKey> = {
  proven: 'incident.outcome.proven',
  part: 'incident.outcome.part',
  visited: 'incident.outcome.visited',
  skipped: 'incident.outcome.skipped'
}
const known: Record<KnownBy, MessageKey> = {
  history: 'incident.by.history',
  noticed: 'incident.by.noticed',
  proven: 'incident.by.proven',
  foundDone: 'incident.by.foundDone',
  accepted: 'incident.by.accepted',
  gone: 'incident.by.gone',
  notProven: 'incident.by.notProven',
  said: 'incident.by.said'
}

/** Says what an incident is about, and what came of it, in the words of the window. */
export function useIncidentWords() {
  const { t, locale } = useText()
  const { moment, time, date } = useFormat()

  const country = ({ countryCode, country: name }: IncidentCause): string | undefined =>
    countryCode === undefined ? name : regionNames(locale.value).of(countryCode)

  function cause(given: IncidentCause): string {
    const values = { moment: moment(given.at), count: given.attempts ?? 1, country: country(given) ?? '' }
    if (given.change) return t('incident.cause.change', values)
    if (given.attempts !== undefined && !given.success) return t('incident.cause.attempts', values)
    return t(country(given) === undefined ? 'incident.cause.signIn' : 'incident.cause.signInFrom', values)
  }

  function subject({ passkey, factorType, name, id }: IncidentSubject): string {
    const factor = factorType !== undefined && isKnownFactor(factorType) ? t(`factors.${factorType}.name`) : factorType
    return [passkey ? t('passkeys.name') : factor, name].filter(Boolean).join(', ') || id
  }

  /** Returns the address of a subject, and where it was added or when it was made or last used. */
  const facts = ({ passkey, factorType, target, addedAt, usedAt }: IncidentSubject): string => {
    if (passkey) return addedAt === undefined ? '' : t('factors.added', { date: date(addedAt) })
    const added =
      addedAt === undefined ? t('incident.addedElsewhere') : t('incident.addedHere', { date: date(addedAt) })
    const used = usedAt !== undefined && t('incident.lastUsed', { date: date(usedAt) })
    return [target, factorType === undefined ? used : added].filter(Boolean).join(' · ')
  }

  const about = (line: IncidentLine) => ({ subject: line.subject ? subject(line.subject) : '' })

  const what = (line: IncidentLine): string => {
    switch (line.what) {
      case 'attempts':
        return t('incident.line.attempts', { count: line.cause?.attempts ?? 1 })
      case 'signIn':
        return t(line.cause?.success === false ? 'incident.line.refused' : 'incident.line.signIn')
      case 'changed':
        return t(`incident.line.changed.${line.cause?.change ?? 'passwordChanged'}`)
      case 'said':
        return t('incident.line.said')
      case 'password':
        return t('incident.line.password')
      case 'removed':
        return t(line.step === 'sessions' ? 'incident.line.ended' : 'incident.line.removed', about(line))
      case 'kept':
        return t(line.step === 'sessions' ? 'incident.line.sessionKept' : 'incident.line.kept', about(line))
      case 'stayedIn':
        return t('incident.line.stayedIn')
      case 'leftOut':
        return t('incident.line.leftOut')
      case 'page':
        return t(line.step === 'sessions' ? 'incident.line.sessions' : 'incident.line.identities')
      case 'skipped':
        return t(skipped[line.step ?? 'identities'])
    }
  }

  /** Returns what a line is about: an address, a place, an app. */
  const detail = (line: IncidentLine): string =>
    [line.cause?.app, line.cause?.address, line.cause && country(line.cause), line.subject?.target]
      .filter(Boolean)
      .join(', ')

  return {
    title: (step: IncidentStep) => t(titles[step]),
    lead: (step: IncidentStep, kind: 'page' | 'choice', organisation: string) =>
      t(step === 'sessions' && kind === 'choice' ? 'incident.step.sessions.ends' : leads[step], { organisation }),
    outcome: (outcome: IncidentOutcome, at = 0) => t(outcomes[outcome], { time: time(at) }),
    by: ({ by, readAt = 0 }: IncidentLine) => t(known[by], { time: time(readAt) }),
    cause,
    subject,
    facts,
    what,
    detail
  }
}
