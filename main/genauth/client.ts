import type { Language } from '../../contract/settings'
import { AppError } from '../errors'
import { pause } from '../pause'
import type { Tenant } from '../tenant'
import { readEnvelope } from './envelope'
import type { Fetch } from './fetch'
import type { Operation } from './operations'

/** Where access tokens come from. */
export interface AccessTokens {
  /** A token that is valid as far as its lifetime tells. Rejects with AppError when there is no session. */
  current(): Promise<string>
  /** A token other than `refused`, which the server did not accept. */
  replace(refused: string): Promise<string>
}

export interface Client {
  /**
   * Calls one endpoint and gives its data, checked.
   *
   * @throws AppError; an abort by `signal` rejects with the signal's reason.
   */
  call<Data>(operation: Operation<Data>, signal?: AbortSignal): Promise<Data>
}

interface ClientParts {
  tenant: Tenant
  /** From `tenantFetch`. */
  fetch: Fetch
  tokens: AccessTokens
  language: () => Language
  /** Resolves after so many ms. */
  wait?: (ms: number) => Promise<void>
}

const tries = 3
const firstPauseMs = 300
const acceptLanguage: Record<Language, string> = { en: 'en-US', 'zh-CN': 'zh-CN' }

export function createClient({ tenant, fetch, tokens, language, wait = pause }: ClientParts): Client {
  async function request<Data>(
    { method, path, data }: Operation<Data>,
    token: string,
    signal?: AbortSignal
  ): Promise<Data> {
    const response = await fetch(`${tenant.host}${path}`, {
      method,
      headers: {
        accept: 'application/json',
        authorization: `Bearer ${token}`,
        // Which of the two a server reads is not documented: Authing's SDK sends the first, GenAuth's the second.
        'x-authing-app-id': tenant.appId,
        'x-genauth-app-id': tenant.appId,
        'x-authing-lang': acceptLanguage[language()]
      },
      ...(signal && { signal })
    })
    const { status, headers } = response
    const answer = readEnvelope({ status, headers, body: await response.text() })
    const read = data.safeParse(answer.data)
    if (!read.success) {
      throw new AppError('unexpectedAnswer', { status, requestId: answer.requestId, cause: read.error })
    }
    return read.data
  }

  /** Reading may be repeated: a lost connection or a fault of the server gets two more tries, with a growing, random pause. */
  async function patiently<Data>(operation: Operation<Data>, token: string, signal?: AbortSignal): Promise<Data> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await request(operation, token, signal)
      } catch (error) {
        const passing = error instanceof AppError && (error.code === 'unreachable' || error.code === 'serverFault')
        if (!passing || attempt === tries) throw error
        await wait(firstPauseMs * 2 ** (attempt - 1) * (0.5 + Math.random()))
        signal?.throwIfAborted()
      }
    }
  }

  return {
    async call(operation, signal) {
      const token = await tokens.current()
      try {
        return await patiently(operation, token, signal)
      } catch (error) {
        if (!(error instanceof AppError && error.code === 'signedOut')) throw error
        return await againWithNewToken(operation, token, signal)
      }
    }
  }

  /** Once and no more. A refused fresh token says something of this request, not of the session, which lives on. */
  async function againWithNewToken<Data>(
    operation: Operation<Data>,
    refused: string,
    signal?: AbortSignal
  ): Promise<Data> {
    const token = await tokens.replace(refused)
    try {
      return await patiently(operation, token, signal)
    } catch (error) {
      if (error instanceof AppError && error.code === 'signedOut') throw new AppError('rejected', error.facts)
      throw error
    }
  }
}
