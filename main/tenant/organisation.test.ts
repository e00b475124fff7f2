import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { type Fault, type Sandbox, startSandbox } from '../../sandbox'
import { fetchFor, signedIn, tenantOf } from '../identity/tenant.testing'
import { createClient } from './client'
import { type AskOrganisation, askingOrganisation } from './organisation'

const apps = '/api/v3/get-my-logged-in-apps'
const tenants = '/api/v3/get-my-tenant-list'

let sandbox: Sandbox
let configuration: string
let ask: AskOrganisation
let renewals = 0
beforeAll(async () => {
  sandbox = await startSandbox()
  configuration = `/api/v2/applications/${sandbox.appId}/public-config`
  const tenant = tenantOf(sandbox)
  const { accessToken } = await signedIn(sandbox)
  const current = () => Promise.resolve(accessToken)
  const replace = () => {
    renewals++
    return current()
  }
  const client = createClient({ tenant, fetch: fetchFor(tenant), tokens: { current, replace }, language: () => 'en' })
  ask = askingOrganisation({ client, fetch: fetchFor(tenant), tenant })
})
afterAll(() => sandbox.close())
afterEach(() => sandbox.faults.clear())

const set = (faults: Record<string, Fault>): void => {
  for (const [route, fault] of Object.entries(faults)) sandbox.faults.set(route, fault)
}
const named = (tenantName: unknown): Fault => ({ kind: 'data', value: [{ tenantName }] })
const app = (appName: unknown): Fault => ({ kind: 'data', value: [{ appId: sandbox.appId, appName }] })

it('an organisation has the name of our own application, and nobody else is asked then', async () => {
  set({
    [apps]: {
      kind: 'data',
      value: [
        { appId: 'x', appName: 'Rota' },
        { appId: sandbox.appId, appName: 'Ward 7' }
      ]
    }
  })
  sandbox.requests.length = 0
  expect(await ask()).toEqual({ name: 'Ward 7', answered: true })
  expect(Array.from(sandbox.requests, ({ path }) => path)).toEqual([apps])
})

it('an application under our own name says nothing, so the person’s tenant is asked', async () => {
  set({ [apps]: app('holdfast'), [tenants]: named('Harbour Library') })
  expect(await ask()).toEqual({ name: 'Harbour Library', answered: true })
})

it('with several tenants nobody guesses which one is meant', async () => {
  set({
    [apps]: app(''),
    [tenants]: { kind: 'data', value: [{ tenantName: 'Harbour Library' }, { tenantName: 'Ward 7' }] },
    [configuration]: { kind: 'data', value: { name: 'Fernhill' } }
  })
  expect(await ask()).toEqual({ name: 'Fernhill', answered: true })
})

it('a name becomes one line without hidden characters and of bounded length', async () => {
  set({ [apps]: app(`\u202eWard\u200b 7\n${'x'.repeat(100)}`) })
  const { name = '' } = await ask()
  expect(name).toMatch(/^Ward 7 x+…$/)
  expect(name).toHaveLength(60)
})

it('the public configuration is asked for without a token and without the app’s own headers', async () => {
  set({ [apps]: app(null) })
  expect(await ask()).toEqual({ name: 'Fernhill Clinic', answered: true })
  expect(sandbox.requests.at(-1)).toMatchObject({ path: configuration, appIdHeaders: [] })
  expect(sandbox.requests.at(-1)?.authorization).not.toBe('Bearer')
})

const silent: [string, Fault][] = [
  ['a 404', { kind: 'status', status: 404 }],
  ['no right', { kind: 'businessError', statusCode: 403, message: 'x' }],
  ['a refused token', { kind: 'businessError', statusCode: 401, message: 'x' }],
  ['a fault', { kind: 'status', status: 500 }],
  ['something else', { kind: 'wrongType' }],
  ['nothing', { kind: 'nullData' }],
  ['numbers for names', { kind: 'data', value: [{ appId: 7, appName: 7, tenantName: 7 }] }]
]

it.each(silent)(
  'a tenant that answers each question with %s has no name, and no token is renewed for it',
  async (_, fault) => {
    renewals = 0
    set({ [apps]: fault, [tenants]: fault, [configuration]: fault })
    expect(await ask()).toEqual({ answered: true })
    expect(renewals).toBe(0)
  }
)

it('a tenant that could not be reached may be asked again', async () => {
  set({ [apps]: { kind: 'reset' }, [configuration]: { kind: 'wrongType' } })
  expect(await ask()).toEqual({ answered: false })
})
