import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { decodeJwt, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'
import type { Sandbox } from '../../sandbox'
import { Browser } from '../../sandbox/testing/browser.testing'
import { tenantFetch } from '../tenant/fetch'
import { readTenant, type Tenant } from '../ground/tenant'
import type { Credential } from './credentials/credential'
import { discoverOidc } from './oidc/oidc'
import { beginSignIn } from './signIn'

export function tenantOf({ host, appId }: Pick<Sandbox, 'host' | 'appId'>): Tenant {
  const read = readTenant(host, appId)
  if (!read.ok) throw new Error(read.problem)
  return read.tenant
}

export const fetchFor = (tenant: Tenant, deadline?: number) =>
  tenantFetch(tenant, (url, init) => fetch(url, init), deadline)

/** Goes through the tenant's pages as a person does, until the browser follows the redirect to the app. */
export async function signInAsPerson(sandbox: Sandbox, link: string, person = 0, deny = false): Promise<void> {
  const { account = '', password = '' } = sandbox.people[person] ?? {}
  await follow(await new Browser().signIn(link, account, password, { deny }))
}

/** Opens an address as a browser without Sec-Fetch headers does, because `fetch` would say that it is a script. */
async function follow(url: URL): Promise<void> {
  const [response] = (await once(get(url, { agent: false }), 'response')) as [IncomingMessage]
  response.resume()
}

/** Signs a person in, from the link to the tokens. */
export async function signedIn(sandbox: Sandbox, person = 0): Promise<Credential> {
  const tenant = tenantOf(sandbox)
  const attempt = await beginSignIn(await discoverOidc(tenant, fetchFor(tenant)), [0], 'en')
  await signInAsPerson(sandbox, attempt.link(), person)
  const credential = await attempt.outcome
  if (!credential) throw new Error('The attempt was cancelled.')
  return credential
}

const forgers = new Map<string, ReturnType<typeof newForger>>()

const newForger = (alg: string) => generateKeyPair(alg, { extractable: true })

/** Returns the key pair that forges with an algorithm. One is enough for all tests of a file, because RSA keys take long to make. */
function forgerOf(alg: string): ReturnType<typeof newForger> {
  const forger = forgers.get(alg) ?? newForger(alg)
  forgers.set(alg, forger)
  return forger
}

/**
 * Makes the sandbox hand out ID tokens with other claims. By default a key that it publishes signs them, and its discovery
 * document announces the algorithm.
 */
export async function forgeIdToken(
  sandbox: Sandbox,
  change: (claims: JWTPayload) => JWTPayload,
  { publish = true, alg = 'RS256' } = {}
): Promise<void> {
  const kid = 'forged'
  const { publicKey, privateKey } = await forgerOf(alg)
  sandbox.faults.set('/oidc/.well-known/openid-configuration', {
    kind: 'rewrite',
    change: (document) => ({ ...document, id_token_signing_alg_values_supported: [alg] })
  })
  if (publish) {
    const keys = [{ ...(await exportJWK(publicKey)), kid, alg, use: 'sig' }]
    sandbox.faults.set('/oidc/.well-known/jwks.json', { kind: 'json', body: { keys } })
  }
  sandbox.faults.set('/oidc/token', {
    kind: 'rewrite',
    change: async (tokens) => {
      const claims = change(decodeJwt(String(tokens['id_token'])))
      return { ...tokens, id_token: await new SignJWT(claims).setProtectedHeader({ alg, kid }).sign(privateKey) }
    }
  })
}
