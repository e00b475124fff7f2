import { additions } from '../../contract/bestNextStep'
import type { Reason, ReasonId, Subject } from '../../contract/overview'
import type { FactName } from './accountFacts'
import type { Plain } from './rules'

/** One sentence about how the account stands. */
interface Said {
  id: ReasonId
  state: Reason['state']
  count?: number
  method?: string
}

/** One subject that the page has a sentence about. */
interface Telling {
  readonly about: Subject
  readonly why: readonly FactName[]
  /** Returns undefined if there is nothing to say. */
  readonly say: (facts: Plain) => Said | undefined
}

const notRead: Said = { id: 'notRead', state: 'unknown' }

/** The losses of everything at once, as the rules have them. */
const losses = ['lostPhone', 'lostMailbox', 'notRecognised', 'onlyOne'] as const

export const tellings: readonly Telling[] = [
  {
    about: 'secondMethod',
    why: ['active'],
    say({ active, unread }) {
      if (!active) return unread.includes('active') ? notRead : undefined
      const [method] = active
      if (method === undefined) return { id: 'passwordAlone', state: 'gap' }
      return active.length === 1
        ? { id: 'oneMethod', state: 'good', method }
        : { id: 'manyMethods', state: 'good', count: active.length }
    }
  },
  {
    about: 'fallback',
    why: ['active'],
    say({ active = [] }) {
      if (active.length === 0) return undefined
      const loss = losses.find((id) =>
        additions.some((one) => one.id === id && one.when({ active, passkeys: undefined }))
      )
      return loss === undefined ? { id: 'independent', state: 'good' } : { id: loss, state: 'gap' }
    }
  },
  {
    about: 'password',
    why: ['passwordLevel', 'passwordSet'],
    say({ passwordSet, passwordLevel, score }) {
      if (score === undefined) return undefined
      if (passwordSet === false) return { id: 'noPassword', state: 'none' }
      if (passwordLevel === undefined) return { id: 'passwordNotTold', state: 'unknown' }
      return passwordLevel === 1 ? { id: 'passwordWeak', state: 'gap' } : { id: 'passwordMeetsRule', state: 'good' }
    }
  },
  {
    about: 'email',
    why: ['emailBound', 'emailVerified'],
    say({ emailBound, emailVerified, score }) {
      if (emailBound === false) return { id: 'noEmail', state: 'none' }
      if (emailBound === undefined) return score === undefined ? undefined : { id: 'emailNotTold', state: 'unknown' }
      if (emailVerified === undefined) return { id: 'emailNotTold', state: 'unknown' }
      return emailVerified ? { id: 'emailConfirmed', state: 'good' } : { id: 'emailUnconfirmed', state: 'gap' }
    }
  },
  {
    about: 'phone',
    why: ['phoneBound', 'offered'],
    say({ phoneBound, offered, active, score }) {
      if (phoneBound === true) return { id: 'phoneSet', state: 'good' }
      if (phoneBound === undefined) return score === undefined ? undefined : { id: 'phoneNotTold', state: 'unknown' }
      const canBeAdded = offered === undefined || offered.includes('SMS') || active?.includes('SMS') === true
      return { id: canBeAdded ? 'noPhone' : 'noPhoneHere', state: 'none' }
    }
  },
  {
    about: 'passkey',
    why: ['passkeys'],
    say({ passkeys, unread }) {
      if (passkeys === undefined) return unread.includes('passkeys') ? notRead : undefined
      if (passkeys === null) return undefined
      if (passkeys === 0) return { id: 'noPasskey', state: 'none' }
      return passkeys === 1 ? { id: 'passkey', state: 'good' } : { id: 'passkeys', state: 'good', count: passkeys }
    }
  },
  {
    about: 'reading',
    why: [],
    say: ({ unread }) => (unread.includes('security') || unread.includes('profile') ? notRead : undefined)
  }
]
