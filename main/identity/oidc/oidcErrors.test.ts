import { errors } from 'jose'
import {
  AuthorizationResponseError,
  ClientError,
  ResponseBodyError,
  WWWAuthenticateChallengeError
} from 'openid-client'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '../../ground/errors'
import { areKeysMissing, isOutOfTime, translated } from './oidcErrors'

afterEach(() => vi.restoreAllMocks())

type Otherwise = Parameters<typeof translated>[0]

/** Resolves to the AppError that an error of a library becomes: in a sign-in, or in any later request. */
async function thrownFor(error: unknown, otherwise: Otherwise = 'unexpectedAnswer'): Promise<unknown> {
  return translated(otherwise, () => Promise.reject(error as Error)).catch((thrown: unknown) => thrown)
}
const inSignIn = (error: unknown) => thrownFor(error, 'signInNotVerified')

const answer = (status: number, body?: unknown, headers: Record<string, string> = {}): Response =>
  new Response(body === undefined ? null : JSON.stringify(body), { status, headers })
const refusedWith = (error: string, description?: string, status = 400): Error =>
  new ResponseBodyError('refused', {
    cause: { error, ...(description !== undefined && { error_description: description }) },
    response: answer(status)
  })
const challengedWith = (response: Response): Error =>
  new WWWAuthenticateChallengeError('challenged', { cause: [], response })
const odd = (response: Response): Error => new ClientError('odd', { cause: response })
/** An answer with status 200 whose body is none that openid-client can use. */
const oddBody = (body: unknown): Error => new ClientError('odd', { cause: { cause: { body } } })

it('what succeeds is given back, and a failure of ours stays as it is', async () => {
  expect(await translated('unexpectedAnswer', () => Promise.resolve('done'))).toBe('done')
  const ours = new AppError('offline')
  expect(await thrownFor(new ClientError('wrapped', { cause: ours }))).toBe(ours)
})

describe('a refused sign-in', () => {
  it.each([
    ['access_denied', 'signInDenied'],
    ['invalid_client', 'signInSecretDemanded'],
    ['invalid_redirect_uri', 'signInCallbackRefused'],
    ['redirect_uri_mismatch', 'signInCallbackRefused'],
    ['invalid_scope', 'signInScopeRefused'],
    ['unauthorized_client', 'signInGrantRefused'],
    ['unsupported_grant_type', 'signInGrantRefused'],
    ['unsupported_response_type', 'signInGrantRefused'],
    ['invalid_request', 'signInRefused'],
    ['invalid_grant', 'signInRefused']
  ])('by %s is %s, in the browser and at the token endpoint', async (error, code) => {
    const inBrowser = new AuthorizationResponseError('refused', { cause: new URLSearchParams({ error }) })
    for (const otherwise of ['signInNotVerified', 'unexpectedAnswer'] as const) {
      const thrown = await thrownFor(inBrowser, otherwise)
      expect(thrown).toMatchObject({ code, facts: { detail: error, status: undefined }, cause: inBrowser })
    }
    const atEndpoint = refusedWith(error)
    expect(await inSignIn(atEndpoint)).toMatchObject({ code, facts: { detail: error, status: 400 }, cause: atEndpoint })
  })

  it('repeats the words of the tenant, made safe to show', async () => {
    expect(await inSignIn(refusedWith('invalid_scope', 'no\n\u202ephone'))).toMatchObject({
      facts: { detail: 'invalid_scope: no phone' }
    })
    const long = await inSignIn(refusedWith('invalid_scope', 'x'.repeat(400)))
    expect(long instanceof AppError && long.facts.detail).toHaveLength(300)
  })

  it.each(['PKCE is required', 'code challenge missing', 'Code_verifier missing'])(
    'names the setting that the words are about: %s',
    async (words) => {
      expect(await inSignIn(refusedWith('invalid_request', words))).toMatchObject({ code: 'signInPkceRefused' })
      expect(await inSignIn(refusedWith('invalid_scope', words))).toMatchObject({ code: 'signInScopeRefused' })
    }
  )

  it('demands a secret if the client is asked to authenticate', async () => {
    const challenge = challengedWith(answer(401))
    expect(await inSignIn(challenge)).toMatchObject({
      code: 'signInSecretDemanded',
      facts: { status: 401 },
      cause: challenge
    })
    const named = challengedWith(answer(401, { error: 'invalid_scope', error_description: 'no' }))
    expect(await inSignIn(named)).toMatchObject({ code: 'signInScopeRefused', facts: { detail: 'invalid_scope: no' } })
  })

  it('uses an algorithm that the tenant does not announce', async () => {
    const unannounced = (alg: string) => new ClientError('alg', { cause: { cause: { header: { alg } } } })
    const refused = unannounced('HS256')
    expect(await inSignIn(refused)).toMatchObject({ code: 'signInAlgorithmRefused', cause: refused })
    expect(await inSignIn(unannounced('none'))).toMatchObject({ code: 'signInNotVerified' })
    expect(await inSignIn(Object.assign(new Error('x'), { cause: refused.cause }))).toMatchObject({
      code: 'signInNotVerified'
    })
    expect(await thrownFor(refused)).toMatchObject({ code: 'unexpectedAnswer' })
  })
})

describe('a refused request of a session', () => {
  it.each(['invalid_grant', 'invalid_client', 'unauthorized_client'])('ends the session by %s', async (error) => {
    const refusals: unknown[] = [
      refusedWith(error),
      challengedWith(answer(401, { error })),
      odd(answer(400, { error }))
    ]
    for (const refused of refusals) {
      expect(await thrownFor(refused)).toMatchObject({ code: 'sessionEnded', cause: refused })
    }
    const withSuccess = oddBody({ error })
    expect(await thrownFor(withSuccess)).toMatchObject({ code: 'sessionEnded', facts: { status: undefined } })
  })

  it.each([
    ['another error', odd(answer(400, { error: 'invalid_request' })), 400],
    ['a code of the V2 API', odd(answer(401, { code: 2020 })), 401],
    ['a code as text', odd(answer(403, { code: '403' })), 403],
    ['a code of the V3 API', odd(answer(400, { statusCode: 401 })), 400],
    ['a code with a success', oddBody({ code: 2020, message: 'dead' }), undefined],
    ['an error with a success', oddBody({ error: 'invalid_request' }), undefined],
    ['an error of OAuth', refusedWith('invalid_request', undefined, 422), 422]
  ])('is the tenant’s own word if it names a reason: %s', async (_name, error, status) => {
    expect(await thrownFor(error)).toMatchObject({
      code: 'unexpectedAnswer',
      facts: { status, refused: true },
      cause: error
    })
  })

  it.each([
    ['no body', odd(answer(400))],
    ['no reason', odd(answer(403, { message: 'blocked' }))],
    ['an empty reason', odd(answer(400, { error: '' }))],
    ['a success', odd(answer(400, { code: 200 }))],
    ['a success as text', odd(answer(400, { statusCode: '0' }))],
    ['a word for a code', odd(answer(400, { code: 'no' }))],
    ['more than a code', odd(answer(400, { code: '4x' }))],
    ['a code that is too long', odd(answer(400, { code: '1234567890' }))],
    ['a token', odd(answer(400, { access_token: 'at', error: 'invalid_grant' }))],
    ['a status of somebody else', odd(answer(404, { error: 'invalid_grant' }))]
  ])('may come from somebody else if it names none: %s', async (_name, error) => {
    expect(await thrownFor(error)).toMatchObject({ code: 'unexpectedAnswer', facts: { refused: false } })
  })

  it('says nothing if it was read already, or is none at all', async () => {
    const read = answer(400, { error: 'invalid_grant' })
    await read.text()
    expect(await thrownFor(odd(read))).toMatchObject({ code: 'unexpectedAnswer', facts: { refused: false } })
    for (const error of [new TypeError('bug'), 'text', oddBody({ access_token: 'at', code: 7 }), oddBody(undefined)]) {
      const thrown = await thrownFor(error)
      expect(thrown).toMatchObject({ code: 'unexpectedAnswer', cause: error })
      expect(thrown instanceof AppError && thrown.facts).toEqual({})
    }
  })

  it('keeps a reason whose words cannot be read', async () => {
    const thrown = await inSignIn(odd(answer(400, { error: 'invalid_scope', error_description: 7 })))
    expect(thrown).toMatchObject({ code: 'signInScopeRefused', facts: { detail: 'invalid_scope' } })
  })
})

describe('a server in trouble', () => {
  it('names the time after which it may be asked again', async () => {
    vi.spyOn(Date, 'now').mockReturnValue(1_000)
    const limited = odd(answer(429, { error: 'invalid_grant' }, { 'retry-after': '7' }))
    for (const otherwise of ['signInNotVerified', 'unexpectedAnswer'] as const) {
      expect(await thrownFor(limited, otherwise)).toMatchObject({
        code: 'rateLimited',
        facts: { status: 429, retryAt: 8_000 },
        cause: limited
      })
    }
  })

  it('is told from a refusal by its status', async () => {
    const fault = odd(answer(500))
    expect(await inSignIn(fault)).toMatchObject({ code: 'serverFault', facts: { status: 500 }, cause: fault })
    expect(await thrownFor(refusedWith('invalid_grant', undefined, 503))).toMatchObject({
      code: 'serverFault',
      facts: { status: 503 }
    })
    expect(await inSignIn(odd(answer(499)))).toMatchObject({ code: 'signInNotVerified', facts: { status: 499 } })
  })
})

describe('an ID token', () => {
  const claim = (code: string) => Object.assign(new ClientError('claim'), { code })

  it('of another issuer’s document is one of another tenant', async () => {
    const other = claim('OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED')
    expect(await thrownFor(other)).toMatchObject({ code: 'signInOtherTenant', cause: other })
    expect(await thrownFor(Object.assign(new Error('x'), { code: other.code }))).toMatchObject({
      code: 'unexpectedAnswer'
    })
  })

  it.each(['OAUTH_JWT_CLAIM_COMPARISON_FAILED', 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED'])(
    'with a wrong claim ends a session, but refuses a sign-in: %s',
    async (code) => {
      const wrong = claim(code)
      expect(await thrownFor(wrong)).toMatchObject({ code: 'sessionNotVerified', cause: wrong })
      expect(await inSignIn(wrong)).toMatchObject({ code: 'signInNotVerified', cause: wrong })
      expect(await thrownFor(Object.assign(new Error('x'), { code }))).toMatchObject({ code: 'unexpectedAnswer' })
    }
  )

  it('is only out of its time if that is what a sign-in was refused for', async () => {
    const late = claim('OAUTH_JWT_TIMESTAMP_CHECK_FAILED')
    expect(isOutOfTime(await inSignIn(late))).toBe(true)
    expect(isOutOfTime(await inSignIn(claim('OAUTH_JWT_CLAIM_COMPARISON_FAILED')))).toBe(false)
    expect(isOutOfTime(new AppError('unexpectedAnswer', { cause: late }))).toBe(false)
    expect(isOutOfTime(Object.assign(new Error('x'), { code: 'signInNotVerified', cause: late }))).toBe(false)
  })

  it('cannot be checked while the keys are missing, which says nothing of it', async () => {
    const missing = [new errors.JOSEError('status 500'), new errors.JWKSTimeout(), new errors.JWKSInvalid('no keys')]
    for (const error of missing) {
      expect(areKeysMissing(error)).toBe(true)
      expect(await inSignIn(error)).toMatchObject({ code: 'unexpectedAnswer', cause: error })
    }
    const others = [new errors.JWKSNoMatchingKey(), Object.assign(new Error('x'), { code: errors.JWKSTimeout.code })]
    for (const error of others) {
      expect(areKeysMissing(error)).toBe(false)
      expect(await inSignIn(error)).toMatchObject({ code: 'signInNotVerified', cause: error })
    }
  })
})
