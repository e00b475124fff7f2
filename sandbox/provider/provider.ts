import { randomBytes } from 'node:crypto'
import type { Context } from 'koa'
import { Provider, type ClientMetadata, type JWK } from 'oidc-provider'
import { claimsOf } from './claims'
import { html } from '../pages/html'
import { messagePage, sendPage, signOutPage } from '../pages/pages'
import type { Person } from '../people/people'
import type { SandboxSettings } from '../settings/options'
import { memoryStorage } from './storage'

const scopes = [
  'openid',
  'offline_access',
  'username',
  'address',
  'role',
  'roles',
  'unionid',
  'external_id',
  'extended_fields',
  'tenant_id',
  'userpool_id'
]

const week = 7 * 24 * 3600

/** Returns the OpenID provider at `<host>/oidc`, with the vendor's paths and the app as its one public client. */
export function createProvider(host: string, appId: string, keys: JWK[], people: Person[], settings: SandboxSettings) {
  const provider = new Provider(`${host}/oidc`, {
    adapter: memoryStorage,
    jwks: { keys },
    clients: [clientOf(appId, settings)],
    clientAuthMethods: [settings.tokenAuthMethod],
    clientBasedCORS: () => false,
    responseTypes: ['code'],
    scopes,
    claims: {
      openid: ['sub'],
      profile: ['name', 'nickname', 'preferred_username', 'gender', 'locale'],
      email: ['email', 'email_verified'],
      phone: ['phone_number', 'phone_number_verified']
    },
    discovery: {
      introspection_endpoint_auth_methods_supported: ['none'],
      revocation_endpoint_auth_methods_supported: ['none']
    },
    enabledJWA: { idTokenSigningAlgValues: [...new Set(['RS256', 'HS256', settings.idTokenAlg] as const)] },
    pkce: { required: () => true },
    extraParams: ['deviceId'],
    rotateRefreshToken: true,
    findAccount: (_ctx, id) => {
      const person = people.find(({ userId }) => userId === id)
      return person && { accountId: id, claims: () => claimsOf(person) }
    },
    interactions: { url: (_ctx, { uid }) => `/interaction/oidc/${uid}` },
    routes: {
      authorization: '/auth',
      token: '/token',
      revocation: '/token/revocation',
      introspection: '/token/introspection',
      userinfo: '/me',
      end_session: '/session/end',
      jwks: '/.well-known/jwks.json'
    },
    // Tests wait for tokens to expire, so a lifetime of one second ends after exactly one second.
    clockTolerance: 0,
    ttl: {
      AccessToken: settings.accessTokenTtl,
      RefreshToken: settings.refreshTokenTtl,
      IdToken: settings.idTokenTtl,
      AuthorizationCode: 600,
      Interaction: 3600,
      Session: week,
      Grant: settings.refreshTokenTtl + week
    },
    features: {
      devInteractions: { enabled: false },
      // The vendor announces both, although a client need not use them.
      encryption: { enabled: true },
      jwtUserinfo: { enabled: true },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      introspection: { enabled: true, allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId },
      revocation: { enabled: true, allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => sendPage(ctx, signOutPage(html.trusted(form))),
        postLogoutSuccessSource: (ctx) => sendPage(ctx, messagePage('Signed out', 'You can close this tab.'))
      }
    },
    renderError: (ctx: Context, { error, error_description }) =>
      sendPage(
        ctx,
        messagePage('This sign-in cannot go on', `Go back to the app and start again. (${error_description ?? error})`)
      )
  })
  return provider
}

function clientOf(
  appId: string,
  { idTokenAlg, redirectPorts, tokenAuthMethod, refreshTokens }: SandboxSettings
): ClientMetadata {
  return {
    client_id: appId,
    client_name: 'Holdfast',
    token_endpoint_auth_method: tokenAuthMethod,
    grant_types: ['authorization_code', ...(refreshTokens ? ['refresh_token'] : [])],
    response_types: ['code'],
    require_auth_time: true,
    id_token_signed_response_alg: idTokenAlg,
    // The vendor signs HS256 with a secret that a public client is never told. The token endpoint asks for the same secret.
    ...((idTokenAlg === 'HS256' || tokenAuthMethod !== 'none') && { client_secret: randomBytes(32).toString('hex') }),
    // A native client may use any loopback port (RFC 8252, section 7.3), a web client only a registered one.
    ...(redirectPorts === 'any'
      ? { application_type: 'native', redirect_uris: ['http://127.0.0.1/callback'] }
      : { application_type: 'web', redirect_uris: redirectPorts.map((port) => `http://127.0.0.1:${port}/callback`) })
  }
}
