import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Sandbox, startSandbox } from '../../../sandbox'
import { Browser } from '../../../sandbox/testing/browser.testing'
import { discoverOidc } from './oidc'
import { fetchFor, forgeIdToken, signedIn, tenantOf } from '../tenant.testing'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox()
})
afterEach(() => {
  sandbox.faults.clear()
})
afterAll(() => sandbox.close())

const discover = () => discoverOidc(tenantOf(sandbox), fetchFor(tenantOf(sandbox)))

/** The three ways by which an ID token arrives. Each is prepared, and then fetches the next token. */
const ways = {
  'a sign-in': () =>
    Promise.resolve(async () => {
      const oidc = await discover()
      const request = await oidc.authorizationRequest('http://127.0.0.1:4180/callback', 'state-1')
      const { account = '', password = '' } = sandbox.people[0] ?? {}
      return oidc.exchange(await new Browser().signIn(request.link, account, password), request)
    }),
  'a renewal': async () => {
    const session = await signedIn(sandbox)
    return async () => (await discover()).refresh(session)
  },
  'a refresh token that was pasted': async () => {
    const { refreshToken } = await signedIn(sandbox)
    return async () => (await discover()).redeemRefreshToken(refreshToken)
  }
}

const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA']

describe.each(Object.entries(ways))('the ID token of %s', (way, prepare) => {
  it.each(algorithms)('signed with %s counts where the tenant publishes the key', async (alg) => {
    const bringIn = await prepare()
    await forgeIdToken(sandbox, (claims) => claims, { alg })
    expect((await bringIn()).sub).toEqual(expect.any(String))
  })

  it.each(algorithms)('signed with %s by a key that nobody published does not count', async (alg) => {
    const bringIn = await prepare()
    await forgeIdToken(sandbox, (claims) => claims, { alg, publish: false })
    await expect(bringIn()).rejects.toMatchObject({
      code: way === 'a renewal' ? 'sessionNotVerified' : 'signInNotVerified'
    })
  })
})
