import { randomUUID } from 'node:crypto'

type Language = 'zh-CN' | 'en-US'
type Entry = { statusCode: number; apiCode?: number } & Record<Language, string>

const done: Record<Language, string> = { 'zh-CN': '操作成功', 'en-US': 'Operation successful' }

const refusals = {
  argument: { statusCode: 400, 'zh-CN': '参数错误', 'en-US': 'Invalid argument' },
  noApp: { statusCode: 400, apiCode: 2011, 'zh-CN': '应用不存在', 'en-US': 'App not found' },
  notSignedIn: { statusCode: 401, apiCode: 2020, 'zh-CN': '未登录', 'en-US': 'Not logged in' },
  notFound: { statusCode: 404, 'zh-CN': '资源不存在', 'en-US': 'Not found' },
  deviceLocked: {
    statusCode: 422,
    'zh-CN': '该设备已被管理员停用',
    'en-US': 'An administrator has locked this device'
  },
  deviceDeactivated: {
    statusCode: 403,
    apiCode: 1577,
    'zh-CN': '设备已被停用',
    'en-US': 'This device was deactivated'
  },
  deviceSuspended: { statusCode: 403, apiCode: 1578, 'zh-CN': '设备已被挂起', 'en-US': 'This device is suspended' },
  tooDeep: { statusCode: 500, 'zh-CN': '服务器内部错误', 'en-US': 'Result window is too large' },
  tooLarge: { statusCode: 413, 'zh-CN': '请求内容过大', 'en-US': 'Payload too large' },
  tooSoon: { statusCode: 429, 'zh-CN': '发送过于频繁，请稍后再试', 'en-US': 'A code was sent a moment ago' },
  notOffered: { statusCode: 422, 'zh-CN': '应用未开启该认证要素', 'en-US': 'This factor is not enabled' },
  factorBound: { statusCode: 409, 'zh-CN': '该认证要素已绑定', 'en-US': 'This factor is already bound' },
  faceBound: { statusCode: 409, apiCode: 1706, 'zh-CN': '人脸已绑定', 'en-US': 'A face is already bound' },
  enrollmentTokenInvalid: {
    statusCode: 400,
    'zh-CN': '绑定凭证无效或已过期',
    'en-US': 'The enrollment token is invalid or has expired'
  },
  wrongOtp: { statusCode: 422, apiCode: 6001, 'zh-CN': '动态口令错误', 'en-US': 'Wrong one-time passcode' },
  noOtp: { statusCode: 400, apiCode: 6003, 'zh-CN': '缺少动态口令', 'en-US': 'The one-time passcode is missing' },
  wrongCode: { statusCode: 422, apiCode: 2001, 'zh-CN': '验证码错误', 'en-US': 'Wrong verification code' },
  codeExpired: {
    statusCode: 422,
    apiCode: 2300,
    'zh-CN': '验证码已过期',
    'en-US': 'The verification code has expired'
  },
  wrongOldPassword: { statusCode: 422, apiCode: 2203, 'zh-CN': '原密码错误', 'en-US': 'The old password is wrong' },
  noPhoto: { statusCode: 400, apiCode: 1700, 'zh-CN': '缺少人脸照片', 'en-US': 'There is no face photo' },
  faceNeedsContact: {
    statusCode: 422,
    apiCode: 1703,
    'zh-CN': '请先绑定邮箱或手机号',
    'en-US': 'A face needs a bound email address or phone number first'
  },
  unbindNeedsCode: {
    statusCode: 422,
    'zh-CN': '请通过验证码解绑',
    'en-US': 'This factor is unbound with a verification code'
  },
  emailBound: { statusCode: 409, apiCode: 2200, 'zh-CN': '邮箱已绑定', 'en-US': 'An email address is already bound' },
  phoneBound: { statusCode: 409, apiCode: 2035, 'zh-CN': '手机号已绑定', 'en-US': 'A phone number is already bound' },
  emailNotBound: { statusCode: 422, apiCode: 2219, 'zh-CN': '未绑定邮箱', 'en-US': 'No email address is bound' },
  phoneNotBound: { statusCode: 422, 'zh-CN': '未绑定手机号', 'en-US': 'No phone number is bound' },
  lastSignInMethod: {
    statusCode: 422,
    apiCode: 2217,
    'zh-CN': '最后一种登录方式无法解绑',
    'en-US': 'The last way to sign in cannot be unbound'
  }
} satisfies Record<string, Entry>

/**
 * A failure that the envelope reports to the caller. The HTTP status stays 200, as with the vendor, unless the caller has
 * to wait.
 */
export class Refusal extends Error {
  /** `retryAfter` holds the seconds until the same request may succeed. */
  constructor(
    readonly reason: keyof typeof refusals,
    readonly retryAfter?: number
  ) {
    super(reason)
  }
}

/** Returns the language of `message`: the one that the `x-authing-lang` header asks for, otherwise Chinese. */
export function languageOf(header: string): Language {
  return header.startsWith('en') ? 'en-US' : 'zh-CN'
}

/** Returns the envelope of a success. `data` is left out if an endpoint has none. */
export function success(data: unknown, language: Language) {
  return { statusCode: 200, message: done[language], requestId: randomUUID(), data }
}

export function failure({ reason }: Refusal, language: Language) {
  return { ...answerTo(reason, language), requestId: randomUUID() }
}

interface Answer {
  statusCode: number
  message: string
  requestId: string
  apiCode?: number | undefined
  data?: unknown
}

/** Returns the same answer in the envelope of the V2 API, as the vendor's older servers send it. */
export function inV2({ statusCode, requestId, apiCode, ...rest }: Answer) {
  return { code: statusCode, ...rest, uniqueId: requestId, ...(apiCode !== undefined && { apiCode: String(apiCode) }) }
}

/** Returns the envelope of a refusal. */
export function answerTo(reason: Refusal['reason'], language: Language) {
  const { statusCode, apiCode, [language]: message }: Entry = refusals[reason]
  return { statusCode, message, apiCode }
}
