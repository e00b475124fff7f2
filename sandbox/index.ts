// A local GenAuth tenant for practice and tests: a real OpenID provider, the V3 API, people, an outbox and faults.
// It speaks as the vendor's servers do (paths, headers, envelope), keeps everything in memory and listens on 127.0.0.1 only.
// `npm run sandbox` starts it for a person, `startSandbox()` for a test.
import { once } from 'node:events'
import { createServer } from 'node:http'
import Koa, { type Middleware } from 'koa'
import type { Provider } from 'oidc-provider'
import { History } from './api/activity/history'
import { api } from './api/api'
import { Devices } from './api/devices/devices'
import { totpCode } from './api/factors/totp'
import { Faults } from './faults/faults'
import { home } from './pages/home'
import { barredDevice } from './provider/barredDevice'
import { idTokens } from './provider/idTokens'
import { interactions } from './provider/interactions'
import { sandboxOptions, type SandboxOptions, type SandboxSettings } from './settings/options'
import { Outbox } from './people/outbox'
import { createPeople, type Person } from './people/people'
import { createProvider } from './provider/provider'
import { refreshTokens } from './provider/refreshTokens'
import { logRequests, RequestLog } from './requestLog'
import { giveBackSigningKeys, takeSigningKeys } from './provider/signingKeys'

export type { Fault } from './faults/faults'
export type { SandboxOptions } from './settings/options'

export interface Sandbox {
  organisation: string
  /** `http://127.0.0.1:<port>`, or its public address. */
  host: string
  /** `http://127.0.0.1:<port>`, the address at which it listens. */
  loopback: string
  appId: string
  people: Pick<Person, 'account' | 'password' | 'about'>[]
  /** Lets somebody who knows the password of this person sign in from far away. `listed`: their browser becomes a device. */
  intrude: (person: number, listed?: 'listed') => void
  /** Changes this person as another client of theirs would. */
  changeElsewhere: (person: number, changes: Partial<Pick<Person, 'email' | 'phone'>>) => void
  /** The address of the codes it sent: a page, or a list if the client asks for JSON. */
  outbox: string
  /** Returns the code that the authenticator app of an account shows now. Throws if it has none. */
  appCode: (account: string) => string
  faults: Pick<Faults, 'set' | 'clear'>
  requests: RequestLog
  /** Returns the number of refresh tokens that were used twice. Each reuse revoked its family. */
  refreshTokenReuses: () => number
  /** Suspends or deactivates the device that the app runs on, as an administrator does, or lifts that. */
  barDevice: (state: SandboxSettings['appDevice']) => void
  /** Closes the sandbox and ends every connection, the hanging ones included. */
  close(): Promise<void>
}

const appId = '66f1c7d20a9b4e5cfa13d8b2'
/** Other applications of the tenant, in which people sign in too. */
const otherApplications = [
  { appId: '66f1c7d20a9b4e5cfa13d8b3', appName: 'Pharmacy' },
  { appId: '66f1c7d20a9b4e5cfa13d8b4', appName: 'Rota' }
]

/**
 * Starts a separate tenant. Throws what `listen` throws, such as EADDRINUSE, and a ZodError for an option it cannot use.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const settings = sandboxOptions.parse(options)
  const people = createPeople()
  const outbox = new Outbox()
  const faults = new Faults()
  const requests = new RequestLog()
  const history = new History(settings, [{ appId, appName: settings.organisation }, ...otherApplications])
  const devices = new Devices(settings)
  const { idTokenAlg, signingKeys } = settings
  const alg = idTokenAlg === 'HS256' ? 'RS256' : idTokenAlg
  const keys = takeSigningKeys(signingKeys, alg)

  const server = createServer()
  server.listen(settings.port, '127.0.0.1')
  await once(server, 'listening')
  server.once('close', () => giveBackSigningKeys(keys, alg))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new TypeError('A TCP server has a port.')
  const loopback = `http://127.0.0.1:${address.port}`
  const host = settings.publicAddress ?? loopback

  const provider = createProvider(host, appId, keys, people, settings)
  let reuses = 0
  provider.on('grant.error', (_ctx, { error_detail: detail }) => {
    if (detail === 'refresh token already used') reuses++
  })
  const app = new Koa()
  app.use(logRequests(requests))
  app.use(faults.middleware)
  app.use(barredDevice(settings))
  app.use(refreshTokens(settings))
  app.use(idTokens(keys, people, settings))
  app.use(mount('/oidc', provider))
  app.use(
    interactions(provider, people, settings.organisation, {
      onTried: (...tried) => history.note(...tried),
      onGranted: (...granted) => devices.granted(...granted)
    })
  )
  app.use(api({ host, appId, people, provider, outbox, settings, history, devices }))
  app.use(home({ organisation: settings.organisation, host, appId, people }, outbox))
  const handle = app.callback()
  // The proxy in front ends TLS and adds no header, so only the public address tells that the request came by https.
  app.proxy = settings.publicAddress !== undefined
  server.on('request', (request, response) => {
    if (app.proxy) request.headers['x-forwarded-proto'] = 'https'
    void handle(request, response)
  })

  return {
    organisation: settings.organisation,
    host,
    loopback,
    appId,
    people: people.map(({ account, password, about }) => ({ account, password, about })),
    intrude(person, listed) {
      const somebody = people[person]
      if (somebody) history.intrude(somebody)
      if (somebody && listed) devices.intruded(somebody)
    },
    changeElsewhere(person, changes) {
      Object.assign(people[person] ?? {}, changes)
    },
    outbox: `${host}/outbox`,
    appCode(account) {
      const [key] = Object.values(people.find((person) => person.account === account)?.otpKeys ?? {})
      if (key === undefined) throw new Error(`${account} has no authenticator app.`)
      return totpCode(key)
    },
    faults,
    requests,
    refreshTokenReuses: () => reuses,
    barDevice(state) {
      settings.appDevice = state
    },
    close: () =>
      new Promise((closed) => {
        server.close(() => closed())
        server.closeAllConnections()
      })
  }
}

/** Runs the provider, a Koa application whose routes do not include the path at which it is mounted. */
function mount(prefix: string, { middleware }: Provider): Middleware {
  const [handle] = middleware
  if (handle === undefined) throw new TypeError('The provider has no middleware.')
  return async (ctx, next) => {
    if (!ctx.path.startsWith(`${prefix}/`)) {
      await next()
      return
    }
    const fullPath = ctx.path
    ctx['mountPath'] = prefix
    ctx.path = fullPath.slice(prefix.length)
    await handle(ctx, () => Promise.resolve())
    ctx.path = fullPath
  }
}
