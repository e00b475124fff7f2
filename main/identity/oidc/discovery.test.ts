import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { type Sandbox, startSandbox } from '../../../sandbox'
import { discover } from './discovery'
import { fetchFor, tenantOf } from '../tenant.testing'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox()
})
afterEach(() => sandbox.faults.clear())
afterAll(() => sandbox.close())

const discoverHere = () => discover(tenantOf(sandbox), fetchFor(tenantOf(sandbox)))

it.each([
  ['another issuer', { issuer: 'https://evil.example/oidc' }, 'signInOtherTenant'],
  ['a foreign token endpoint', { token_endpoint: 'https://evil.example/oidc/token' }, 'signInOtherTenant'],
  ['a foreign login page', { authorization_endpoint: 'https://evil.example/oidc/auth' }, 'signInOtherTenant'],
  ['foreign keys', { jwks_uri: 'http://127.0.0.1:9/jwks' }, 'signInOtherTenant'],
  ['a foreign revocation endpoint', { revocation_endpoint: 'https://evil.example/' }, 'signInOtherTenant'],
  ['a foreign introspection endpoint', { introspection_endpoint: 'https://evil.example/' }, 'signInOtherTenant'],
  ['a foreign userinfo endpoint', { userinfo_endpoint: 'https://evil.example/' }, 'signInOtherTenant'],
  ['a token endpoint that is no address', { token_endpoint: 'token' }, 'unexpectedAnswer'],
  ['no keys', { jwks_uri: undefined }, 'unexpectedAnswer'],
  ['no issuer', { issuer: undefined }, 'unexpectedAnswer']
])('refuses a document with %s', async (_name, change, code) => {
  sandbox.faults.set('/oidc/.well-known/openid-configuration', {
    kind: 'rewrite',
    change: (document) => ({ ...document, ...change })
  })
  await expect(discoverHere()).rejects.toMatchObject({ code })
})

it('takes a document whose unused endpoint lies elsewhere', async () => {
  sandbox.faults.set('/oidc/.well-known/openid-configuration', {
    kind: 'rewrite',
    change: (document) => ({ ...document, end_session_endpoint: 'https://elsewhere.example/' })
  })
  await expect(discoverHere()).resolves.toHaveProperty('keysAt.origin', sandbox.host)
})

it('names the scheme where an endpoint differs by that alone', async () => {
  const secure = sandbox.host.replace('http:', 'https:')
  sandbox.faults.set('/oidc/.well-known/openid-configuration', {
    kind: 'rewrite',
    change: (document) => ({ ...document, token_endpoint: `${secure}/oidc/token` })
  })
  await expect(discoverHere()).rejects.toMatchObject({ code: 'signInOtherScheme', facts: { detail: secure } })
})

it.each([
  [{ kind: 'notJson' }, 'captivePortal'],
  [{ kind: 'truncatedJson' }, 'unexpectedAnswer'],
  [{ kind: 'status', status: 503 }, 'serverFault'],
  [{ kind: 'status', status: 404 }, 'unexpectedAnswer'],
  [{ kind: 'reset' }, 'unreachable'],
  [{ kind: 'hugeJson', bytes: 2_000_000 }, 'unexpectedAnswer']
] as const)('reports %j as %s', async (fault, code) => {
  sandbox.faults.set('/oidc/.well-known/openid-configuration', fault)
  await expect(discoverHere()).rejects.toMatchObject({ code })
})

it('takes a document without what a sign-in can do without', async () => {
  sandbox.faults.set('/oidc/.well-known/openid-configuration', {
    kind: 'rewrite',
    change: ({ issuer, authorization_endpoint, token_endpoint, jwks_uri }) => ({
      issuer,
      authorization_endpoint,
      token_endpoint,
      jwks_uri,
      revocation_endpoint: null
    })
  })
  await expect(discoverHere()).resolves.toHaveProperty('keysAt.href', `${sandbox.host}/oidc/.well-known/jwks.json`)
})
