import { type KnownFactorType, knownFactorTypes } from '../../contract/factors'
import type { Language } from '../../contract/settings'
import type { FactorChange } from './records'

/** The words of a notification of the system. */
export interface Notice {
  readonly title: string
  readonly body: string
}

interface Words extends Record<KnownFactorType, string> {
  /** Each names the factor. */
  added: (name: string) => string
  removed: (name: string) => string
  /** What to do about it. */
  ifAdded: string
  ifRemoved: string
}

const words: Record<Language, Words> = {
  en: {
    OTP: 'Authenticator app',
    SMS: 'Text message',
    EMAIL: 'Email',
    FACE: 'Face',
    added: (name) => `A sign-in method was added: ${name}`,
    removed: (name) => `A sign-in method was removed: ${name}`,
    ifAdded: 'If this was not you, remove it and change your password.',
    ifRemoved: 'If this was not you, change your password and add the method again.'
  },
  'zh-CN': {
    OTP: '身份验证器',
    SMS: '短信验证码',
    EMAIL: '邮箱验证码',
    FACE: '人脸',
    added: (name) => `新增了登录方式：${name}`,
    removed: (name) => `登录方式已被移除：${name}`,
    ifAdded: '如果不是你本人操作，请移除它并更改密码。',
    ifRemoved: '如果不是你本人操作，请更改密码并重新添加该方式。'
  }
}

const isKnown = (factorType: string): factorType is KnownFactorType =>
  knownFactorTypes.some((known) => known === factorType)

/** What to say of a change that was made somewhere else. A type this version cannot explain goes by its name. */
export function noticeText(language: Language, { kind, factorType }: FactorChange): Notice {
  const said = words[language]
  const name = isKnown(factorType) ? said[factorType] : factorType
  return kind === 'added'
    ? { title: said.added(name), body: said.ifAdded }
    : { title: said.removed(name), body: said.ifRemoved }
}
