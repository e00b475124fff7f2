import { formatsOf } from '../../../contract/formats'
import type {
  IncidentCause,
  IncidentLine,
  IncidentState,
  IncidentStep,
  IncidentSubject,
  KnownBy
} from '../../../contract/incident'
import type { Language } from '../../../contract/settings'
import type { Tenant } from '../../ground/tenant'
import { type SystemKey, systemText } from '../../ground/words'

type Told = Extract<IncidentState, { phase: 'running' | 'done' }>

const factors: Readonly<Record<string, SystemKey>> = {
  OTP: 'notice.factor.OTP',
  SMS: 'notice.factor.SMS',
  EMAIL: 'notice.factor.EMAIL',
  FACE: 'notice.factor.FACE'
}

const skipped: Record<IncidentStep, SystemKey> = {
  password: 'incident.skipped.password',
  sessions: 'incident.skipped.sessions',
  factors: 'incident.skipped.factors',
  identities: 'incident.skipped.identities'
}

const known: Record<KnownBy, SystemKey> = {
  history: 'incident.by.history',
  noticed: 'incident.by.noticed',
  proven: 'incident.by.proven',
  foundDone: 'incident.by.foundDone',
  accepted: 'incident.by.accepted',
  gone: 'incident.by.gone',
  notProven: 'incident.by.notProven',
  said: 'incident.by.said'
}

/** Returns the timeline of an incident as a text file that a person can keep or hand on. It has no secret. */
export function timelineFile({ lines, startedAt }: Told, tenant: Tenant, language: Language) {
  const formats = formatsOf(language)
  const full = new Intl.DateTimeFormat(formats, { dateStyle: 'full', timeStyle: 'long' })
  const moment = new Intl.DateTimeFormat(formats, { dateStyle: 'short', timeStyle: 'medium' })
  const countries = new Intl.DisplayNames(formats, { type: 'region' })
  const say = (key: SystemKey, values?: Readonly<Record<string, string>>) => systemText(language, key, values)

  const nameOf = ({ passkey, factorType = '', name, target, id }: IncidentSubject): string => {
    const type = passkey ? 'notice.factor.passkey' : factors[factorType]
    return [type ? say(type) : factorType, name, target].filter(Boolean).join(', ') || id
  }

  const placeOf = ({ app, address, country, countryCode }: IncidentCause): string =>
    [app, address, countryCode === undefined ? country : countries.of(countryCode)].filter(Boolean).join(', ')

  const whatOf = (line: IncidentLine): string => {
    const { subject, cause } = line
    const what = say(keyOf(line), {
      subject: subject ? nameOf(subject) : '',
      count: new Intl.NumberFormat(formats).format(cause?.attempts ?? 1)
    })
    const place = cause && placeOf(cause)
    return place ? say('incident.from', { what, place }) : what
  }

  const lineOf = (line: IncidentLine): string => {
    const what = whatOf(line)
    if (line.what === 'said') return `${moment.format(line.at)}  ${what}`
    const by = say(known[line.by], { time: line.readAt === undefined ? '' : moment.format(line.readAt) })
    return `${moment.format(line.at)}  ${what} (${by})`
  }

  const text = [
    say('incident.title'),
    `${say('incident.tenant')}: ${new URL(tenant.host).host}`,
    `${say('incident.startedAt')}: ${full.format(startedAt)}`,
    '',
    ...lines.map(lineOf),
    ''
  ].join('\n')
  return { name: `${say('incident.file')} ${new Date(startedAt).toISOString().slice(0, 10)}.txt`, text }
}

function keyOf({ what, step, cause }: IncidentLine): SystemKey {
  switch (what) {
    case 'skipped':
      return step ? skipped[step] : 'incident.skipped.identities'
    case 'page':
      return step === 'sessions' ? 'incident.page.sessions' : 'incident.page.identities'
    case 'attempts':
      return 'incident.attempts'
    case 'signIn':
      return cause?.success === false ? 'incident.refused' : 'incident.signIn'
    case 'changed':
      return `incident.changed.${cause?.change ?? 'passwordChanged'}`
    case 'said':
      return 'incident.said'
    case 'password':
      return 'incident.password'
    case 'removed':
      return step === 'sessions' ? 'incident.ended' : 'incident.removed'
    case 'kept':
      return step === 'sessions' ? 'incident.sessionKept' : 'incident.kept'
    case 'stayedIn':
      return 'incident.stayedIn'
    case 'leftOut':
      return 'incident.leftOut'
  }
}
