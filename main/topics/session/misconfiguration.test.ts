import { afterEach, describe, expect, it } from 'vitest'
import { type Sandbox, type SandboxOptions, startSandbox } from '../../../sandbox'
import { Browser } from '../../../sandbox/testing/browser.testing'
import { discoverOidc } from '../../identity/oidc/oidc'
import { beginSignIn, type SignInAttempt } from '../../identity/signIn'
import { fetchFor, signedIn, signInAsPerson, tenantOf } from '../../identity/tenant.testing'

const opened: { sandbox: Sandbox; attempts: SignInAttempt[] }[] = []
afterEach(async () => {
  for (const { sandbox, attempts } of opened.splice(0)) {
    for (const attempt of attempts) attempt.cancel()
    await sandbox.close()
  }
})

async function tenantWith(options: SandboxOptions = {}) {
  const sandbox = await startSandbox(options)
  const attempts: SignInAttempt[] = []
  opened.push({ sandbox, attempts })
  return {
    sandbox,
    begin: async (ports = [0]) => {
      const tenant = tenantOf(sandbox)
      const attempt = await beginSignIn(await discoverOidc(tenant, fetchFor(tenant)), ports, 'en')
      attempts.push(attempt)
      return attempt
    }
  }
}

describe('an application that is set up wrongly', () => {
  it.each<[string, SandboxOptions, string]>([
    ['demands a secret in the form', { tokenAuthMethod: 'client_secret_post' }, 'signInSecretDemanded'],
    ['demands a secret in a header', { tokenAuthMethod: 'client_secret_basic' }, 'signInSecretDemanded'],
    ['may have no refresh tokens', { refreshTokens: false }, 'signInNotKept']
  ])('is told by its code when it %s', async (_name, options, code) => {
    const { sandbox, begin } = await tenantWith(options)
    const attempt = await begin()
    const refused = expect(attempt.outcome).rejects.toMatchObject({ code })
    await signInAsPerson(sandbox, attempt.link())
    await refused
  })

  it('is told by its code when its token endpoint challenges for a secret', async () => {
    const { sandbox, begin } = await tenantWith()
    sandbox.faults.set('/oidc/token', {
      kind: 'status',
      status: 401,
      contentType: 'application/json',
      body: '{"error":"invalid_client","error_description":"client authentication failed"}'
    })
    const attempt = await begin()
    const refused = expect(attempt.outcome).rejects.toMatchObject({
      code: 'signInSecretDemanded',
      facts: { status: 401, detail: 'invalid_client: client authentication failed' }
    })
    await signInAsPerson(sandbox, attempt.link())
    await refused
  })

  it('is told by its code when it signs with HS256 without announcing that', async () => {
    const { sandbox, begin } = await tenantWith({ idTokenAlg: 'HS256' })
    sandbox.faults.set('/oidc/.well-known/openid-configuration', {
      kind: 'rewrite',
      change: (document) => ({ ...document, id_token_signing_alg_values_supported: ['RS256'] })
    })
    const attempt = await begin()
    const refused = expect(attempt.outcome).rejects.toMatchObject({ code: 'signInAlgorithmRefused' })
    await signInAsPerson(sandbox, attempt.link())
    await refused
  })

  it.each([
    ['HS256, announced', { idTokenAlg: 'HS256' }],
    ['RS256', { idTokenAlg: 'RS256' }]
  ] as const)('is none that signs with %s', async (_name, options) => {
    const { sandbox } = await tenantWith(options)
    await expect(signedIn(sandbox)).resolves.toHaveProperty('refreshToken')
  })

  it('is told before the browser opens when the tenant rules PKCE with S256 out', async () => {
    const { sandbox, begin } = await tenantWith()
    sandbox.faults.set('/oidc/.well-known/openid-configuration', {
      kind: 'rewrite',
      change: (document) => ({ ...document, code_challenge_methods_supported: ['plain'] })
    })
    await expect(begin()).rejects.toMatchObject({ code: 'signInPkceRefused' })
  })

  it.each([
    ['invalid_request', 'code_challenge is not allowed for this client', 'signInPkceRefused'],
    ['invalid_request', 'PKCE is disabled', 'signInPkceRefused'],
    ['invalid_request', 'something else', 'signInRefused'],
    ['invalid_scope', 'requested scope is not allowed: offline_access', 'signInScopeRefused'],
    ['unauthorized_client', 'grant type not allowed', 'signInGrantRefused'],
    ['unsupported_response_type', 'code', 'signInGrantRefused'],
    ['invalid_redirect_uri', 'not registered', 'signInCallbackRefused'],
    ['invalid_client', 'client is invalid', 'signInSecretDemanded'],
    ['access_denied', 'no', 'signInDenied'],
    ['server_on_fire', 'constructor', 'signInRefused'],
    ['constructor', 'not a property of anything', 'signInRefused']
  ])('is told by %s (%s), be it from the browser or from the token endpoint', async (error, words, code) => {
    const { sandbox, begin } = await tenantWith()
    const inBrowser = await begin()
    const refused = expect(inBrowser.outcome).rejects.toMatchObject({ code, facts: { detail: `${error}: ${words}` } })
    inBrowser.finish(backWith(inBrowser, { error, error_description: words, iss: `${sandbox.host}/oidc` }))
    await refused

    sandbox.faults.set('/oidc/token', {
      kind: 'status',
      status: 400,
      contentType: 'application/json',
      body: JSON.stringify({ error, error_description: words })
    })
    const atEndpoint = await begin()
    const refusedAgain = expect(atEndpoint.outcome).rejects.toMatchObject({ code, facts: { status: 400 } })
    atEndpoint.finish(backWith(atEndpoint, { code: 'c', iss: `${sandbox.host}/oidc` }))
    await refusedAgain
  })

  it('shows words of the server cut and cleaned', async () => {
    const { sandbox, begin } = await tenantWith()
    const attempt = await begin()
    const refused = expect(attempt.outcome).rejects.toMatchObject({
      facts: { detail: expect.stringMatching(/^invalid_scope: no{10,}.*…$/) as string }
    })
    const words = `n\u202eo${'o'.repeat(400)}`
    attempt.finish(backWith(attempt, { error: 'invalid_scope', error_description: words, iss: `${sandbox.host}/oidc` }))
    await refused
  })

  it('without the redirect address shows the tenant’s page in the browser, and the wait goes on', async () => {
    const { sandbox, begin } = await tenantWith({ redirectPorts: [21_811] })
    const attempt = await begin()
    await expect(signInAsPerson(sandbox, attempt.link())).rejects.toThrow('This sign-in cannot go on')
    attempt.cancel()
    await expect(attempt.outcome).resolves.toBeUndefined()
  })
})

describe('exact addresses in the console', () => {
  // These ports are below those that a system hands out by itself.
  it.each([[[21_812]], [[21_813, 21_812]]])('are met by the ports %j', async (ports) => {
    const { sandbox, begin } = await tenantWith({ redirectPorts: ports })
    const attempt = await begin(ports)
    await signInAsPerson(sandbox, attempt.link())
    await expect(attempt.outcome).resolves.toHaveProperty('refreshToken')
  })
})

it('a sign-in whose browser could not come back ends like any other, by its pasted address', async () => {
  const { sandbox, begin } = await tenantWith()
  const attempt = await begin()
  const { account = '', password = '' } = sandbox.people[0] ?? {}
  const back = await new Browser().signIn(attempt.link(), account, password)
  expect(() => attempt.finish(back.href.replace('state=', 'state=x'))).toThrow('signInAddressWrong')
  attempt.finish(back.href)
  await expect(attempt.outcome).resolves.toHaveProperty('refreshToken')
})

/** Returns an address of the redirect with the right state. */
function backWith(attempt: SignInAttempt, parameters: Record<string, string>): string {
  const back = new URL(attempt.redirectUri)
  const state = new URL(attempt.request).searchParams.get('state') ?? ''
  back.search = new URLSearchParams({ ...parameters, state }).toString()
  return back.href
}
