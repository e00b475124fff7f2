import { type KnownFactorType, knownFactorTypes } from '../../contract/factors'
import type { Language } from '../../contract/settings'

/** What a native dialog asks about. */
export type Asked =
  | { readonly what: 'factor'; readonly factorType: string; readonly target?: string | undefined }
  | { readonly what: 'passkey'; readonly name?: string | undefined }

/** The words of a native dialog: `cancel` comes first, and is what Enter and Escape do. */
export interface DialogText {
  readonly message: string
  readonly detail: string
  readonly cancel: string
  readonly confirm: string
}

interface Words extends Record<KnownFactorType, string> {
  /** A factor type this version cannot explain, by its name. */
  other: (factorType: string) => string
  passkey: string
  factorGoes: string
  passkeyGoes: string
  cancel: string
  confirm: string
}

const words: Record<Language, Words> = {
  en: {
    OTP: 'Remove the authenticator app?',
    SMS: 'Remove text messages?',
    EMAIL: 'Remove email?',
    FACE: 'Remove your face?',
    other: (factorType) => `Remove the sign-in method ${factorType}?`,
    passkey: 'Remove this passkey?',
    factorGoes: 'It will no longer protect your account.',
    passkeyGoes: 'It will no longer sign you in.',
    cancel: 'Keep it',
    confirm: 'Remove'
  },
  'zh-CN': {
    OTP: '移除身份验证器？',
    SMS: '移除短信验证码？',
    EMAIL: '移除邮箱验证码？',
    FACE: '移除人脸？',
    other: (factorType) => `移除登录方式 ${factorType}？`,
    passkey: '移除这个通行密钥？',
    factorGoes: '它将不再保护你的账号。',
    passkeyGoes: '将不能再用它登录。',
    cancel: '保留',
    confirm: '移除'
  }
}

const isKnown = (factorType: string): factorType is KnownFactorType =>
  knownFactorTypes.some((known) => known === factorType)

/** The question a native dialog asks before something goes. */
export function dialogText(language: Language, asked: Asked): DialogText {
  const said = words[language]
  const { cancel, confirm } = said
  if (asked.what === 'passkey') {
    return { message: said.passkey, detail: below(asked.name, said.passkeyGoes), cancel, confirm }
  }
  const { factorType, target } = asked
  const message = isKnown(factorType) ? said[factorType] : said.other(factorType)
  return { message, detail: below(target, said.factorGoes), cancel, confirm }
}

const below = (subject: string | undefined, effect: string): string => (subject ? `${subject}\n\n${effect}` : effect)
