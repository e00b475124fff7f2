import type { ErrorCode } from '../../contract/result'
import type { Language } from '../../contract/settings'
import { AppError } from '../ground/errors'
import { pause } from '../ground/pause'
import type { Tenant } from '../ground/tenant'
import { startOfTrip } from './clockError'
import { readEnvelope } from './envelope'
import type { Fetch } from './fetch'
import type { Command, Operation } from './endpoint'

/** The source of access tokens. */
export interface AccessTokens {
  /** Resolves to a token that is valid as far as its lifetime tells. Rejects with AppError if there is no session. */
  current(): Promise<string>
  /** Resolves to a token other than `refused`, which the server did not accept. */
  replace(refused: string): Promise<string>
}

export interface Client {
  /**
   * Calls one endpoint and resolves to its data, checked.
   *
   * @param hearId is called before that
   * @throws AppError; an abort by `signal` rejects with the signal's reason.
   */
  call<Data>(operation: Operation<Data>, signal?: AbortSignal, hearId?: HearId): Promise<Data>
  /**
   * Asks once for something that a tenant may not have. A refusal says nothing of the session, so no token is renewed for it.
   *
   * @throws AppError
   */
  ask<Data>(operation: Operation<Data>): Promise<Data>
  /**
   * Calls an endpoint that changes something. It is sent once, because a lost answer does not mean that nothing was done.
   * Only if the access token was not accepted, it is renewed and the call made again.
   *
   * @param body an object becomes JSON; FormData is sent as it is
   */
  send<Data>(command: Command<Data>, body: object, signal?: AbortSignal, hearId?: HearId): Promise<Data>
  /** Returns the clock error by the last answer that told one; see `startOfTrip`. */
  clockError(): number | undefined
}

/** Hears of the id that the tenant gave to its answer, if it gave one. */
export type HearId = (requestId: string | undefined) => void

/** Resolves to the data of an answer, and to the id that the tenant gave it. */
export async function withId<Data>(
  ask: (hearId: HearId) => Promise<Data>
): Promise<{ data: Data; requestId: string | undefined }> {
  let requestId: string | undefined
  const data = await ask((id) => (requestId = id))
  return { data, requestId }
}

/** The end of a request that reads: the answer's data before it is checked, or the reason why none came. */
export type Outcome = { data: unknown; requestId?: string | undefined } | { failure: AppError }

/** Hears of each request that reads, when it begins. Returns what hears of its end; without an outcome it was aborted. */
export type Watch = (path: string) => (outcome?: Outcome) => void

interface ClientParts {
  tenant: Tenant
  /** The fetch that `tenantFetch` returns. */
  fetch: Fetch
  tokens: AccessTokens
  language: () => Language
  /** Resolves after this many ms. */
  wait?: (ms: number) => Promise<void>
  watch?: Watch
}

interface Answer<Data> {
  data: Data
  /** The same as it came, before it was checked. */
  raw: unknown
  requestId: string | undefined
}

const tries = 3
const firstPauseMs = 300
/** Failures after which another try may help. */
const passingCodes = new Set<ErrorCode>(['unreachable', 'proxyUnreachable', 'serverFault'])
const acceptLanguage: Record<Language, string> = { en: 'en-US', 'zh-CN': 'zh-CN' }

export function createClient({ tenant, fetch, tokens, language, wait = pause, watch }: ClientParts): Client {
  let clockError: number | undefined
  /** The number of rate limits in a row that a path has met. */
  const limited = new Map<string, number>()

  async function request<Data>(
    { method, path, data }: Operation<Data> | Command<Data>,
    token: string,
    signal?: AbortSignal,
    content?: Content
  ): Promise<Answer<Data>> {
    const clockErrorBy = startOfTrip()
    const response = await fetch(`${tenant.host}${path}`, {
      method,
      headers: { ...headersOf(tenant, token, language()), ...(content && { 'content-type': content.type }) },
      ...(content && { body: content.body }),
      ...(signal && { signal })
    })
    const { status, headers } = response
    clockError = clockErrorBy(headers) ?? clockError
    const { data: raw, requestId } = open(path, { status, headers, body: await response.text() })
    const read = data.safeParse(raw)
    if (!read.success) throw new AppError('unexpectedAnswer', { status, requestId, cause: read.error })
    return { data: read.data, raw, requestId }
  }

  function open(path: string, response: Parameters<typeof readEnvelope>[0]): ReturnType<typeof readEnvelope> {
    const before = limited.get(path) ?? 0
    limited.delete(path)
    try {
      return readEnvelope(response, Date.now(), before)
    } catch (error) {
      if (error instanceof AppError && error.code === 'rateLimited') limited.set(path, before + 1)
      throw error
    }
  }

  /**
   * Reads, and repeats what is safe to repeat: a lost connection or a fault of the server gets two more tries, after a
   * growing, random pause.
   */
  async function patiently<Data>(
    operation: Operation<Data>,
    token: string,
    signal?: AbortSignal
  ): Promise<Answer<Data>> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await request(operation, token, signal)
      } catch (error) {
        const passing = error instanceof AppError && passingCodes.has(error.code)
        if (!passing || attempt === tries) throw error
        await wait(firstPauseMs * 2 ** (attempt - 1) * (0.5 + Math.random()))
        signal?.throwIfAborted()
      }
    }
  }

  return {
    call: (operation, signal, hearId) =>
      watched(watch?.(operation.path), hearId, () => withToken((token) => patiently(operation, token, signal))),
    ask: async (operation) => (await request(operation, await tokens.current())).data,
    async send(command, body, signal, hearId) {
      const content = await contentOf(body)
      const { data, requestId } = await withToken((token) => request(command, token, signal, content))
      hearId?.(requestId)
      return data
    },
    clockError: () => clockError
  }

  /** Renews a token that is not accepted, once. If the fresh one is refused, that concerns this request, not the session. */
  async function withToken<T>(work: (token: string) => Promise<T>): Promise<T> {
    const token = await tokens.current()
    try {
      return await work(token)
    } catch (error) {
      if (!isSignedOut(error)) throw error
    }
    const renewed = await tokens.replace(token)
    try {
      return await work(renewed)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      // The server that refused the token may have done the work all the same, so this refusal is of the second time only.
      const facts = { ...error.facts, cause: error.cause, repeated: true }
      throw new AppError(error.code === 'signedOut' ? 'rejected' : error.code, facts)
    }
  }
}

const headersOf = ({ appId }: Tenant, token: string, language: Language) => ({
  accept: 'application/json',
  authorization: `Bearer ${token}`,
  // No document says which of the two a server reads. Authing's SDK sends the first, GenAuth's the second.
  'x-authing-app-id': appId,
  'x-genauth-app-id': appId,
  'x-authing-lang': acceptLanguage[language]
})

/** Resolves to the data of an answer, once `ended` and `hearId` have heard of it. */
async function watched<Data>(
  ended: ReturnType<Watch> | undefined,
  hearId: HearId | undefined,
  ask: () => Promise<Answer<Data>>
): Promise<Data> {
  try {
    const { data, raw, requestId } = await ask()
    ended?.({ data: raw, requestId })
    hearId?.(requestId)
    return data
  } catch (error) {
    ended?.(error instanceof AppError ? { failure: error } : undefined)
    throw error
  }
}

const isSignedOut = (error: unknown): error is AppError => error instanceof AppError && error.code === 'signedOut'

interface Content {
  type: string
  body: Uint8Array
}

/** Returns the content as bytes, so that a second sending is the same. */
async function contentOf(body: object): Promise<Content> {
  if (!(body instanceof FormData)) {
    return { type: 'application/json', body: new TextEncoder().encode(JSON.stringify(body)) }
  }
  const response = new Response(body)
  const type = response.headers.get('content-type') ?? 'multipart/form-data'
  return { type, body: new Uint8Array(await response.arrayBuffer()) }
}
