import type { MessageKey } from '../../text/useText'

interface Meaning {
  readonly text: MessageKey
  /** The codes of the vendor's tables that mean this. */
  readonly codes: readonly number[]
  /** The words by which a tenant says this, in English or Chinese. */
  readonly words: RegExp
}

/** The first row that fits counts, so a row with rarer words stands before one with common words. */
const meanings: readonly Meaning[] = [
  { text: 'activity.meaning.captcha', codes: [2000], words: /captcha|图形验证码|人机验证/i },
  {
    text: 'activity.meaning.recoveryCode',
    codes: [6002, 6004],
    words: /recovery[ -]?code|恢复(?:代)?码/i
  },
  {
    text: 'activity.meaning.codeExpired',
    codes: [2300],
    words: /\b(?:code|passcode|otp)\b.*\bexpired|\bexpired\b.*\b(?:code|passcode|otp)\b|(?:验证码|口令).*(?:过期|失效)/i
  },
  {
    text: 'activity.meaning.wrongCode',
    codes: [2001, 6001, 6003],
    words:
      /\b(?:wrong|incorrect|invalid|bad|missing)\b.*\b(?:code|passcode|totp|otp)\b|\b(?:code|passcode|totp|otp)\b.*\b(?:wrong|incorrect|invalid|missing)\b|(?:验证码|动态口令|动态码).*(?:错误|不正确|无效|有误)/i
  },
  { text: 'activity.meaning.locked', codes: [1643, 2005, 2057], words: /\block(?:ed)?\b|\btoo many\b|锁定|次数过多/i },
  {
    text: 'activity.meaning.disabled',
    codes: [2_120_008],
    words: /\b(?:disabled|deactivated|suspended|resigned|archived)\b|禁用|停用|冻结|离职/i
  },
  {
    text: 'activity.meaning.newPassword',
    codes: [1639, 2058, 2061, 2071],
    words:
      /\b(?:reset|change)\b.*\bpassword\b|\bpassword\b.*\b(?:expired|reset)\b|\bfirst (?:login|sign-in)\b|首次登录|(?:重置|修改)密码|密码.*过期/i
  },
  {
    text: 'activity.meaning.unknownAccount',
    codes: [2004],
    words:
      /\b(?:user|account)\b.*\b(?:not found|(?:does not|doesn't|not) exist)\b|\bno such (?:user|account)\b|(?:用户|账号|帐号)不存在/i
  },
  {
    text: 'activity.meaning.wrongPassword',
    codes: [2006, 2203, 2333],
    words:
      /\b(?:wrong|incorrect|invalid|bad)\b.*\b(?:password|credentials?)\b|\bpassword\b.*\b(?:wrong|incorrect|invalid|mismatch)\b|密码.*(?:错误|不正确|有误|不匹配)/i
  },
  {
    text: 'activity.meaning.secondStep',
    codes: [1635, 1636],
    words: /\bmfa\b|\b(?:multi|two|2)[ -]?factor\b|\bsecond (?:factor|step)\b|多因素|双因素|二次(?:认证|验证)/i
  },
  { text: 'activity.meaning.face', codes: [1700, 1701, 1702], words: /\bface\b|人脸/i },
  {
    text: 'activity.meaning.profile',
    codes: [1640, 1641, 1642, 1645],
    words: /\bcomplete\b.*\b(?:profile|information)\b|补全|完善(?:信息|资料)/i
  },
  {
    text: 'activity.meaning.noAccess',
    codes: [1576, 2_130_010],
    words:
      /\bno (?:right|permission|access)\b|\bnot (?:allowed|permitted|authori[sz]ed)\b|\baccess denied\b|无权|没有权限/i
  },
  { text: 'activity.meaning.device', codes: [1577, 1578], words: /\bdevice\b.*\b(?:not trusted|blocked)\b/i },
  { text: 'activity.meaning.givenUp', codes: [1699], words: /\b(?:cancell?ed|aborted)\b|取消|中止/i }
]

/** A number counts as a code only if the text says so or holds nothing else, because tenants write other numbers too. */
const codeIn = /(?:^|code|error|错误码?|\[)[^\da-z]{0,3}(\d{4,7})(?!\d)/i

/**
 * Returns the text that explains a tenant's reason for refusing a sign-in, or undefined if it is none that is known. Words
 * count before codes, because the vendor has used some codes twice.
 */
export function refusalMeaning(reason: string): MessageKey | undefined {
  const byWords = meanings.find(({ words }) => words.test(reason))
  if (byWords) return byWords.text
  const code = Number(codeIn.exec(reason)?.[1])
  return meanings.find(({ codes }) => codes.includes(code))?.text
}
