import type { EnrolmentTarget } from '../../contract/enrolment'
import type { KnownFactorType } from '../../contract/factors'
import type { Language } from '../../contract/settings'
import { plainText } from '../genauth/text'
import type { DialogText } from './dialogText'

/** Whose account it is, and where. */
export interface Where {
  /** What the tenant calls the person; missing where it did not say. */
  readonly name?: string | undefined
  /** What the person signs in with, or the tenant's own id of the account. */
  readonly account: string
  /** Missing where the tenant did not say. */
  readonly organisation?: string | undefined
  readonly host: string
}

interface Added extends Where {
  readonly factorType: KnownFactorType
  readonly target: EnrolmentTarget
  readonly signInFollows: boolean
}

interface Words {
  add: Record<KnownFactorType, string>
  number: (number: string) => string
  email: (address: string) => string
  account: (account: string) => string
  organisation: (organisation: string) => string
  effect: string
  signInFollows: string
  cancel: string
  confirm: string
}

const words: Record<Language, Words> = {
  en: {
    add: {
      OTP: 'Add an authenticator app?',
      SMS: 'Add text messages?',
      EMAIL: 'Add email?',
      FACE: 'Add a face?'
    },
    number: (number) => `Number: ${number}`,
    email: (address) => `Address: ${address}`,
    account: (account) => `Account: ${account}`,
    organisation: (organisation) => `Organisation: ${organisation}`,
    effect: 'Whoever has it can use it to sign in to this account. Add it only if you asked for it just now.',
    signInFollows: 'Your browser opens next: sign in there once more, with this account.',
    cancel: 'Do not add',
    confirm: 'Add'
  },
  'zh-CN': {
    add: {
      OTP: '添加身份验证器？',
      SMS: '添加短信验证码？',
      EMAIL: '添加邮箱验证码？',
      FACE: '添加人脸？'
    },
    number: (number) => `手机号：${number}`,
    email: (address) => `邮箱：${address}`,
    account: (account) => `账号：${account}`,
    organisation: (organisation) => `组织：${organisation}`,
    effect: '拥有它的人可以用它登录这个账号。只有刚才是你本人要求添加时，才选择「添加」。',
    signInFollows: '接下来会打开浏览器：请用这个账号再登录一次。',
    cancel: '不添加',
    confirm: '添加'
  }
}

const longest = 200

/** The question a native dialog asks before something is added. It names in full what the page could have changed. */
export function additionText(language: Language, added: Added): DialogText {
  const said = words[language]
  const { name, account, organisation, host } = added
  const facts = [
    describeTarget(said, added.target),
    said.account(withSmallPrint(name, account)),
    said.organisation(withSmallPrint(organisation, host))
  ]
  const effects = [said.effect, ...(added.signInFollows ? [said.signInFollows] : [])]
  return {
    message: said.add[added.factorType],
    detail: [facts.filter(Boolean).join('\n'), ...effects].join('\n\n'),
    cancel: said.cancel,
    confirm: said.confirm
  }
}

function describeTarget(said: Words, target: EnrolmentTarget): string {
  if (target.kind === 'email') return said.email(plainText(target.email, longest))
  if (target.kind === 'none') return ''
  return said.number(plainText(`${target.phoneCountryCode} ${target.phoneNumber}`, longest))
}

/** A name can be borrowed, so what it stands for is always beside it. */
function withSmallPrint(name: string | undefined, certain: string): string {
  const known = plainText(name ?? '', longest)
  const plain = plainText(certain, longest)
  return known === '' || known === plain ? plain : `${known} (${plain})`
}
