import type { Middleware } from 'koa'
import type { Provider } from 'oidc-provider'
import { countries } from './countries'
import { Refusal, failure, languageOf, success } from './envelope'
import { factorsToEnroll, profileOf, securityOf } from './account'
import type { Person } from './people'

interface Call {
  person: Person
  /** What the access token was granted. */
  scopes: Set<string>
  query: URLSearchParams
}

/** Endpoints anyone may ask, by method and path. */
const publicEndpoints: Record<string, () => unknown> = {
  'GET /api/v3/get-country-list': () => countries
}

/** Endpoints that need an access token. Each gives the envelope's `data`. */
const endpoints: Record<string, (call: Call) => unknown> = {
  'GET /api/v3/list-factors-to-enroll': ({ person }) => factorsToEnroll(person),
  'GET /api/v3/list-enrolled-factors': ({ person }) => person.enrolled,
  'GET /api/v3/get-factor': ({ person, query }) => {
    const factorId = query.get('factorId')
    if (factorId === null) throw Refusal.argument()
    const factor = person.enrolled.find((candidate) => candidate.factorId === factorId)
    if (factor === undefined) throw Refusal.notFound()
    return factor
  },
  'GET /api/v3/get-profile': ({ person, scopes, query }) => profileOf(person, scopes, query),
  'GET /api/v3/get-security-info': ({ person }) => securityOf(person)
}

export interface Tenant {
  appId: string
  people: Person[]
  provider: Provider
}

/** The V3 API below `/api/`: HTTP status 200 with the vendor's envelope, refusals included. */
export function api(tenant: Tenant): Middleware {
  return async (ctx, next) => {
    if (!ctx.path.startsWith('/api/')) {
      await next()
      return
    }

    const language = languageOf(ctx.get('x-authing-lang'))
    try {
      ctx.body = success(await answer(), language)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      ctx.body = failure(error, language)
    }

    async function answer(): Promise<unknown> {
      const appIds = [ctx.get('x-authing-app-id'), ctx.get('x-genauth-app-id')].filter((value) => value !== '')
      if (appIds.length === 0 || appIds.some((value) => value !== tenant.appId)) throw Refusal.noApp()

      const route = `${ctx.method} ${ctx.path}`
      const open = publicEndpoints[route]
      if (open !== undefined) return open()

      const endpoint = endpoints[route]
      if (endpoint === undefined) throw Refusal.notFound()
      return endpoint({ ...(await caller(tenant, ctx.get('authorization'))), query: ctx.URL.searchParams })
    }
  }
}

/** Who calls. The vendor's SDK sends the bare token, everyone else `Bearer <token>`. */
async function caller({ provider, people }: Tenant, authorization: string): Promise<Omit<Call, 'query'>> {
  const token = await provider.AccessToken.find(authorization.replace(/^bearer /i, ''))
  const person = people.find(({ userId }) => userId === token?.accountId)
  if (token === undefined || person === undefined) throw Refusal.notSignedIn()
  return { person, scopes: new Set(token.scope?.split(' ')) }
}
