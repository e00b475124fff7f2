import type { Context, Middleware } from 'koa'
import type { Provider } from 'oidc-provider'
import { factorsToEnroll, profileOf, securityOf } from './account'
import { Codes, codeEndpoints } from './codes'
import { contactEndpoints } from './contacts'
import { countries } from './countries'
import { readBody, type Call, type Endpoints } from './endpoint'
import { enrolmentEndpoints } from './enrolment'
import { Refusal, failure, inV2, languageOf, success } from './envelope'
import type { SandboxSettings } from './options'
import type { Outbox } from './outbox'
import { passkeyEndpoints } from './passkeys'
import type { Person } from './people'
import { Uploads } from './uploads'

const bodyLimit = 64 * 1024

const accountEndpoints: Endpoints = {
  'GET /api/v3/list-factors-to-enroll': ({ person }) => factorsToEnroll(person),
  'GET /api/v3/list-enrolled-factors': ({ person }) => person.enrolled,
  'GET /api/v3/get-factor': ({ person, query }) => {
    const factorId = query.get('factorId')
    if (factorId === null) throw new Refusal('argument')
    const factor = person.enrolled.find((candidate) => candidate.factorId === factorId)
    if (factor === undefined) throw new Refusal('notFound')
    return factor
  },
  'GET /api/v3/get-profile': ({ person, scopes, query }) => profileOf(person, scopes, query),
  'GET /api/v3/get-security-info': ({ person }) => securityOf(person),
  'GET /api/v3/get-my-tenant-list': () => []
}

export interface Tenant {
  /** `http://127.0.0.1:<port>` */
  host: string
  appId: string
  people: Person[]
  provider: Provider
  outbox: Outbox
  settings: SandboxSettings
}

/** The V3 API below `/api/`: HTTP status 200 with the vendor's envelope, refusals included. */
export function api(tenant: Tenant): Middleware {
  const codes = new Codes(tenant.outbox, tenant.settings)
  const application = { appId: tenant.appId, appName: tenant.settings.organisation }
  const uploads = new Uploads(tenant.host, tenant.settings.uploadNames)

  /** Not of the documented API, and asked without saying who asks. */
  const configuration = `GET /api/v2/applications/${tenant.appId}/public-config`
  /** Endpoints anyone may ask. */
  const publicEndpoints: Record<string, (ctx: Context) => unknown> = {
    'GET /api/v3/get-country-list': () => countries,
    'POST /api/v2/upload': ({ req, URL: { searchParams } }) => uploads.take(req, searchParams)
  }
  /** Endpoints that need an access token. */
  const endpoints: Endpoints = {
    ...accountEndpoints,
    ...enrolmentEndpoints(codes, uploads, tenant.settings),
    ...codeEndpoints(codes),
    ...contactEndpoints(codes, tenant.people),
    ...passkeyEndpoints,
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
      if (`${ctx.method} ${ctx.path}` === configuration) return { id: tenant.appId, name: tenant.settings.organisation }
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
      const body = await readJson(ctx)
      return endpoint({ ...caller, query: ctx.URL.searchParams, body, id: named ? '' : decode(id), language })
    }
  }
}

/** Who calls. The vendor's SDK sends the bare token, everyone else `Bearer <token>`. */
async function callerOf({ provider, people }: Tenant, authorization: string): Promise<Pick<Call, 'person' | 'scopes'>> {
  const token = await provider.AccessToken.find(authorization.replace(/^bearer /i, ''))
  const person = people.find(({ userId }) => userId === token?.accountId)
  if (token === undefined || person === undefined) throw new Refusal('notSignedIn')
  return { person, scopes: new Set(token.scope?.split(' ')) }
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
