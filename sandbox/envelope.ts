import { randomUUID } from 'node:crypto'

type Language = 'zh-CN' | 'en-US'

const messages = {
  done: { 'zh-CN': '操作成功', 'en-US': 'Operation successful' },
  argument: { 'zh-CN': '参数错误', 'en-US': 'Invalid argument' },
  notSignedIn: { 'zh-CN': '未登录', 'en-US': 'Not logged in' },
  noApp: { 'zh-CN': '应用不存在', 'en-US': 'App not found' },
  notFound: { 'zh-CN': '资源不存在', 'en-US': 'Not found' }
} satisfies Record<string, Record<Language, string>>

/** A failure the caller is told of in the envelope. The HTTP status stays 200, as with the vendor. */
export class Refusal extends Error {
  private constructor(
    readonly statusCode: number,
    readonly words: keyof typeof messages,
    readonly apiCode?: number
  ) {
    super(words)
  }

  static readonly argument = () => new Refusal(400, 'argument')
  static readonly noApp = () => new Refusal(400, 'noApp', 2011)
  static readonly notSignedIn = () => new Refusal(401, 'notSignedIn', 2020)
  static readonly notFound = () => new Refusal(404, 'notFound')
}

/** The language of `message`: what the `x-authing-lang` header asks for, else Chinese. */
export function languageOf(header: string): Language {
  return header.startsWith('en') ? 'en-US' : 'zh-CN'
}

/** `data` is left out where an endpoint has none. */
export function success(data: unknown, language: Language) {
  return { statusCode: 200, message: messages.done[language], requestId: randomUUID(), data }
}

export function failure({ statusCode, words, apiCode }: Refusal, language: Language) {
  return { statusCode, message: messages[words][language], apiCode, requestId: randomUUID() }
}
