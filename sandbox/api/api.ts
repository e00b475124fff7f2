import type { Context, Middleware } from 'koa'
import type { Provider } from 'oidc-provider'
import type { History } from './activity/history'
import { Codes, codeEndpoints } from './codes/codes'
import { contactEndpoints } from './codes/contacts'
import { countries } from './countries/countries'
import type { Devices } from './devices/devices'
import { readBody, type Call, type Endpoints } from '../protocol/endpoint'
import { enrolmentEndpoints } from './factors/enrolment'
import { Refusal, failure, inV2, languageOf, success } from '../protocol/envelope'
import type { SandboxSettings } from '../settings/options'
import type { Outbox } from '../people/outbox'
import { factorEndpoints } from './factors/factors'
import { passkeyEndpoints } from './passkeys/passkeys'
import type { Person } from '../people/people'
import { profileEndpoints } from './profile/profile'
import { Uploads } from './uploads/uploads'

const bodyLimit = 64 * 1024

export interface Tenant {
  /** `http://127.0.0.1:<port>` */
  host: string
  appId: string
  people: Person[]
  provider: Provider
  outbox: Outbox
  settings: SandboxSettings
  history: History
  devices: Devices
}

/** Returns the V3 API below `/api/`: it answers with HTTP status 200 and the vendor's envelope, refusals included. */
export function api(tenant: Tenant): Middleware {
  const codes = new Codes(tenant.outbox, tenant.settings)
  const application = { appId: tenant.appId, appName: tenant.settings.organisation }
  const uploads = new Uploads(tenant.host, tenant.settings.uploadNames)

  /** The documented API lacks this endpoint, and clients ask it without an app id. */
  const configuration = `GET /api/v2/applications/${tenant.appId}/public-config`
  /** These endpoints need no access token. */
  const publicEndpoints: Record<string, (ctx: Context) => unknown> = {
    'GET /api/v3/get-country-list': () => countries,
    'POST /api/v2/upload': ({ req, URL: { searchParams } }) => uploads.take(req, searchParams)
  }
  /** These endpoints need an access token. */
  const endpoints: Endpoints = {
    ...profileEndpoints(tenant.settings),
    ...factorEndpoints,
    ...enrolmentEndpoints(codes, uploads, tenant.settings),
    ...codeEndpoints(codes),
    ...contactEndpoints(codes, tenant.people),
    ...passkeyEndpoints,
    ...tenant.history.endpoints(),
    ...tenant.devices.endpoints(endGrantOf(tenant.provider)),
    'GET /api/v3/get-my-logged-in-apps': () => [{ ...application, appLoginUrl: '', appLogo: '', active: true }]
  }

  return async (ctx, next) => {
    if (!ctx.path.startsWith('/api/')) {
      await next()
      return
    }

    const language = languageOf(ctx.get('x-authing-lang'))
    const speaksV2 = tenant.settings.uploadEnvelope === 'V2' && ctx.path.startsWith('/api/v2/')
    try {
      const done = success(await answer(), language)
      ctx.body = speaksV2 ? inV2(done) : done
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const refused = failure(error, language)
      ctx.body = speaksV2 ? inV2(refused) : refused
      if (error.retryAfter !== undefined) {
        ctx.status = 429
        ctx.set('Retry-After', String(error.retryAfter))
      }
    }

    async function answer(): Promise<unknown> {
      if (`${ctx.method} ${ctx.path}` === configuration) return configurationOf(tenant)
      const appIds = [ctx.get('x-authing-app-id'), ctx.get('x-genauth-app-id')].filter((value) => value !== '')
      if (appIds.length === 0 || appIds.some((value) => value !== tenant.appId)) throw new Refusal('noApp')

      const route = `${ctx.method} ${ctx.path}`
      const open = publicEndpoints[route]
      if (open !== undefined) return open(ctx)

      const { parent = '', id = '' } = /^(?<parent>.*\/)(?<id>[^/]+)$/.exec(route)?.groups ?? {}
      const named = endpoints[route]
      const endpoint = named ?? endpoints[`${parent}{id}`]
      if (endpoint === undefined) throw new Refusal('notFound')
      const caller = await callerOf(tenant, ctx.get('authorization'))
      refuseBarred(tenant.settings)
      const body = await readJson(ctx)
      return endpoint({ ...caller, query: ctx.URL.searchParams, body, id: named ? '' : decode(id), language })
    }
  }
}

/** Resolves with the caller. The vendor's SDK sends the bare token, everyone else sends `Bearer <token>`. */
async function callerOf(
  { provider, people }: Tenant,
  authorization: string
): Promise<Pick<Call, 'person' | 'scopes' | 'grantId'>> {
  const token = await provider.AccessToken.find(authorization.replace(/^bearer /i, ''))
  const person = people.find(({ userId }) => userId === token?.accountId)
  if (token === undefined || person === undefined) throw new Refusal('notSignedIn')
  return { person, scopes: new Set(token.scope?.split(' ')), grantId: token.grantId }
}

/** Throws the answer that a tenant gives to an app on a device which an administrator has barred. */
function refuseBarred({ appDevice }: SandboxSettings): void {
  if (appDevice === 'suspended') throw new Refusal('deviceSuspended')
  if (appDevice === 'deactivated') throw new Refusal('deviceDeactivated')
}

const configurationOf = ({ appId, settings }: Tenant) => ({
  id: appId,
  name: settings.organisation,
  deviceFuncEnabled: settings.deviceFunction
})

const endGrantOf =
  ({ AccessToken, RefreshToken, Grant }: Provider) =>
  async (grantId: string): Promise<void> => {
    await AccessToken.revokeByGrantId(grantId)
    await RefreshToken.revokeByGrantId(grantId)
    await (await Grant.find(grantId))?.destroy()
  }

async function readJson(ctx: Context): Promise<unknown> {
  const bytes = await readBody(ctx.req, bodyLimit)
  if (bytes.length === 0) return null
  if (!ctx.is('application/json')) throw new Refusal('argument')
  try {
    return JSON.parse(bytes.toString())
  } catch {
    throw new Refusal('argument')
  }
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    throw new Refusal('argument')
  }
}
