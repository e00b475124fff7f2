import type { EnrolmentTarget } from '../../../contract/enrolment'
import type { KnownFactorType } from '../../../contract/factors'
import type { Language } from '../../../contract/settings'
import { plainText } from '../../ground/text'
import type { DialogText } from '../../ground/dialogText'
import { systemText } from '../../ground/words'

/** Names the account that is changed, and its tenant. */
export interface Where {
  /** The person's name at the tenant; absent if the tenant did not say. */
  readonly name?: string | undefined
  /** The address or number that the person signs in with, or the tenant's own id of the account. */
  readonly account: string
  /** Absent if the tenant did not say. */
  readonly organisation?: string | undefined
  readonly host: string
}

interface Added extends Where {
  readonly factorType: KnownFactorType
  readonly target: EnrolmentTarget
  readonly signInFollows: boolean
}

const longest = 200

/** Returns the question of a dialog before an addition. It names in full all that the page could have changed. */
export function additionText(language: Language, added: Added): DialogText {
  const { name, account, organisation, host } = added
  const facts = [
    describeTarget(language, added.target),
    systemText(language, 'addition.account', { account: withSmallPrint(name, account) }),
    systemText(language, 'addition.organisation', { organisation: withSmallPrint(organisation, host) })
  ]
  const effects = [
    systemText(language, 'addition.effect'),
    ...(added.signInFollows ? [systemText(language, 'addition.signInFollows')] : [])
  ]
  return {
    message: systemText(language, `addition.message.${added.factorType}`),
    detail: [facts.filter(Boolean).join('\n'), ...effects].join('\n\n'),
    cancel: systemText(language, 'addition.cancel'),
    confirm: systemText(language, 'addition.confirm')
  }
}

function describeTarget(language: Language, target: EnrolmentTarget): string {
  if (target.kind === 'email')
    return systemText(language, 'addition.address', { address: plainText(target.email, longest) })
  if (target.kind === 'none') return ''
  const number = plainText(`${target.phoneCountryCode} ${target.phoneNumber}`, longest)
  return systemText(language, 'addition.number', { number })
}

/** Returns a name with the certain fact beside it, because anybody can borrow a name. */
function withSmallPrint(name: string | undefined, certain: string): string {
  const known = plainText(name ?? '', longest)
  const plain = plainText(certain, longest)
  return known === '' || known === plain ? plain : `${known} (${plain})`
}
