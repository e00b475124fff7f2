import { computed } from 'vue'
import type {
  IncidentCause,
  IncidentLine,
  IncidentOutcome,
  IncidentStep,
  IncidentSubject,
  KnownBy
} from '../../../contract/incident'
import { formatsOf } from '../../../contract/formats'
import { isKnownFactor } from '../../parts/factorFacts'
import { useFormat } from '../../text/useFormat'
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
  proven: 'incident.by.proven',
  foundDone: 'incident.by.foundDone',
  gone: 'incident.by.gone',
  notProven: 'incident.by.notProven',
  said: 'incident.by.said'
}

/** Says what an incident is about, and what came of it, in the words of the window. */
export function useIncidentWords() {
  const { t, locale } = useText()
  const { moment, time, date } = useFormat()
  const countries = computed(() => new Intl.DisplayNames(formatsOf(locale.value), { type: 'region' }))

  const country = ({ countryCode, country: name }: IncidentCause): string | undefined =>
    countryCode === undefined ? name : countries.value.of(countryCode)

  function cause(given: IncidentCause): string {
    const values = { moment: moment(given.at), count: given.attempts ?? 1, country: country(given) ?? '' }
    if (given.attempts !== undefined) return t('incident.cause.attempts', values)
    return t(country(given) === undefined ? 'incident.cause.signIn' : 'incident.cause.signInFrom', values)
  }

  function subject({ factorType, name, id }: IncidentSubject): string {
    const type = factorType !== undefined && isKnownFactor(factorType) ? t(`factors.${factorType}.name`) : factorType
    return [type, name].filter(Boolean).join(', ') || id
  }

  /** Returns the address of a subject, and where it was added. */
  const facts = ({ target, addedAt }: IncidentSubject): string =>
    [target, addedAt === undefined ? t('incident.addedElsewhere') : t('incident.addedHere', { date: date(addedAt) })]
      .filter(Boolean)
      .join(' · ')

  const what = (line: IncidentLine): string => {
    switch (line.what) {
      case 'attempts':
        return t('incident.line.attempts', { count: line.cause?.attempts ?? 1 })
      case 'signIn':
        return t(line.cause?.success === false ? 'incident.line.refused' : 'incident.line.signIn')
      case 'said':
        return t('incident.line.said')
      case 'password':
        return t('incident.line.password')
      case 'removed':
        return t('incident.line.removed', { subject: line.subject ? subject(line.subject) : '' })
      case 'kept':
        return t('incident.line.kept', { subject: line.subject ? subject(line.subject) : '' })
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
    lead: (step: IncidentStep, organisation: string) => t(leads[step], { organisation }),
    outcome: (outcome: IncidentOutcome, at = 0) => t(outcomes[outcome], { time: time(at) }),
    by: ({ by, readAt = 0 }: IncidentLine) => t(known[by], { time: time(readAt) }),
    cause,
    subject,
    facts,
    what,
    detail
  }
}
