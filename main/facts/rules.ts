import type { Alert } from '../../contract/alerts'
import { type Addable, additions, offeredOf, type Reason } from '../../contract/bestNextStep'
import type { FactSource } from '../../contract/origin'
import type { Action, RuleId, Step, Subject } from '../../contract/overview'
import type { FactName, Facts } from './accountFacts'

/** The facts without their origins, as the rules see them. One that is absent is not known. */
export type Plain = { [Name in FactName]?: NonNullable<Facts[Name]>['value'] | undefined } & {
  /** The sources that could not be read, and told nothing before. */
  unread: readonly FactSource[]
  /** The sources that could not be read again. */
  stale?: readonly FactSource[]
  /** The alerts that wait for an answer, the newest first. This computer knows them, and no tenant. */
  alerts?: readonly Alert[]
}

export interface Rule {
  readonly id: RuleId
  /** Two rules about the same subject never stand side by side, and none about a subject that has a tick. */
  readonly about: Subject
  readonly severity: Step['severity']
  /** The facts without which the rule says nothing. */
  readonly needs: readonly FactName[]
  readonly when: (facts: Plain) => boolean
  /** Returns how the step is taken, or undefined if there is no step to take. */
  readonly action: (facts: Plain) => Action | undefined
  /** The facts that it is said from. */
  readonly why: readonly FactName[]
}

const severities: Record<Reason, { about: Subject; severity: Step['severity'] }> = {
  passwordAlone: { about: 'secondMethod', severity: 'high' },
  lostPhone: { about: 'fallback', severity: 'high' },
  lostMailbox: { about: 'fallback', severity: 'high' },
  notRecognised: { about: 'fallback', severity: 'high' },
  onlyOne: { about: 'fallback', severity: 'high' },
  recoveryCode: { about: 'recoveryCode', severity: 'medium' },
  falseWebsite: { about: 'passkey', severity: 'low' }
}

const standingOf = ({ active = [], offered = [], passkeys }: Plain) => ({
  active,
  offered,
  passkeys: passkeys ?? undefined
})

const isAtTenant = (method: Addable): method is Exclude<Addable, 'PASSKEY'> => method !== 'PASSKEY'

/** Returns the first of these methods that is offered, or else who could offer them. */
function addOneOf(wanted: readonly Addable[], facts: Plain): Action {
  const method = offeredOf(wanted, standingOf(facts))
  return method === undefined ? { kind: 'administrator', methods: wanted.filter(isAtTenant) } : { kind: 'add', method }
}

/** The rules by which the lists recommend a method too, so that one best step is named everywhere. */
const ofAddition = (id: Reason): Rule => {
  const { when, wanted, told } = additions.find((one) => one.id === id) ?? additions[0]
  return {
    id,
    ...severities[id],
    needs: id === 'falseWebsite' ? ['passkeys', 'active'] : ['active', 'offered'],
    when: (facts) => when(standingOf(facts)),
    action(facts) {
      const action = addOneOf(wanted, facts)
      return action.kind === 'add' || told ? action : undefined
    },
    why: id === 'falseWebsite' ? ['passkeys'] : ['active', 'offered']
  }
}

/**
 * Everything that can be worth doing, the most useful first. Only the first one that can be done gets the primary button. What
 * the lists alone decide is `high` and stands first, so that it can be shown before the rest is read and stays where it is.
 */
export const rules: readonly Rule[] = [
  {
    id: 'unanswered',
    about: 'alert',
    severity: 'high',
    needs: [],
    when: ({ alerts = [] }) => alerts.length > 0,
    action: ({ alerts: [alert] = [] }) => alert && { kind: 'answer', alert },
    why: []
  },
  ofAddition('passwordAlone'),
  ofAddition('lostPhone'),
  ofAddition('lostMailbox'),
  ofAddition('notRecognised'),
  ofAddition('onlyOne'),
  {
    id: 'readAgain',
    about: 'reading',
    severity: 'medium',
    needs: [],
    when: ({ unread, stale = [] }) => unread.length + stale.length > 0,
    action: () => ({ kind: 'readAgain' }),
    why: []
  },
  {
    id: 'passwordWeak',
    about: 'password',
    severity: 'medium',
    needs: ['passwordLevel'],
    when: ({ passwordLevel, passwordSet }) => passwordLevel === 1 && passwordSet !== false,
    action: () => ({ kind: 'tenantPage' }),
    why: ['passwordLevel', 'passwordSet']
  },
  ofAddition('recoveryCode'),
  {
    id: 'emailUnconfirmed',
    about: 'email',
    severity: 'medium',
    needs: ['emailVerified', 'emailBound'],
    when: ({ emailBound, emailVerified }) => emailBound === true && emailVerified === false,
    action: () => ({ kind: 'tenantPage' }),
    why: ['emailBound', 'emailVerified']
  },
  ofAddition('falseWebsite'),
  {
    id: 'noPhone',
    about: 'phone',
    severity: 'optional',
    needs: ['phoneBound', 'active', 'offered'],
    when: ({ phoneBound, active }) => phoneBound === false && !active?.includes('SMS'),
    action: (facts) => addOneOf(['SMS'], facts),
    why: ['phoneBound', 'offered']
  },
  {
    id: 'noEmail',
    about: 'email',
    severity: 'optional',
    needs: ['emailBound', 'active', 'offered'],
    when: ({ emailBound, active }) => emailBound === false && !active?.includes('EMAIL'),
    action: (facts) => addOneOf(['EMAIL'], facts),
    why: ['emailBound', 'offered']
  }
]
