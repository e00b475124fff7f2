import { afterEach, beforeEach, expect, it } from 'vitest'
import { temporaryFolder } from '../../main/ground/temporaryFolder.testing'
import { type Sandbox, startSandbox } from '../../sandbox'
import { type App, scenarios, startApp } from './app'
import { atRest, cause } from './incident'

const devices = '/api/v3/mydevices/list'

let sandbox: Sandbox
beforeEach(async () => {
  sandbox = await startSandbox({ sessionEndsWith: 'browser' })
})
afterEach(() => sandbox.close())

const revokes = () => sandbox.requests.filter(({ path }) => path === '/api/v3/mydevices/revoke-session').length

/** Comes to the sessions of others in incident mode. Resolves to the id of the browser with which our own session ends. */
async function toSessions() {
  const [person] = sandbox.people
  if (!person) throw new Error('Nobody lives here.')
  const { account, password } = person
  const place = { host: sandbox.host, appId: sandbox.appId, account, password, folder: await temporaryFolder() }
  const app = await startApp(place)
  await scenarios.signIn(app)
  await app.handlers['incident:start']({ cause })
  await app.settled()
  await app.handlers['incident:act']({ act: 'skip' })
  const browser = (await subjects(app)).find(({ target }) => target === '127.0.0.1')
  return { app, browser: browser?.id ?? expect.unreachable('The browser of the sign-in is not listed.') }
}

async function subjects(app: App) {
  const { open } = await atRest(app)
  return open?.kind === 'choice' ? (open.subjects ?? []) : []
}

async function decide(app: App, remove: string[]): Promise<void> {
  await app.handlers['incident:decide']({ remove })
  await app.settled()
}

/** Has the browser ended, by which the tenant ends our own session too. */
async function endWithOwn(app: App, browser: string): Promise<void> {
  await app.handlers['incident:decide']({ remove: [browser] })
  await app.until(({ session }) => session.state().phase === 'signedOut')
  await app.settled()
}

async function told(app: App): Promise<string[]> {
  const { lines } = await atRest(app)
  return lines.filter(({ step }) => step === 'sessions').map(({ what, by }) => `${what} ${by}`)
}

it('a session that took ours along is told once, although its browser has signed in again', async () => {
  const { app, browser } = await toSessions()
  for (let time = 1; time <= 2; time++) {
    await endWithOwn(app, browser)
    await scenarios.signIn(app)
    expect(await told(app)).toEqual(Array<string>(time).fill('removed foundDone'))
    expect(revokes()).toBe(time)
    const view = await atRest(app)
    expect(view).toMatchObject({ open: { step: 'sessions', unproven: false, chosen: [] } })
  }
  await decide(app, [])
  expect((await told(app)).at(-1)).toBe('leftOut proven')
})

it('a session that took ours along and is gone is not told as one that we outlived', async () => {
  const { app, browser } = await toSessions()
  const withoutBrowser = ({ data, ...answer }: Record<string, unknown>) => ({
    ...answer,
    data: Array.isArray(data) ? data.filter((one) => !JSON.stringify(one).includes(browser)) : data
  })
  await endWithOwn(app, browser)
  sandbox.faults.set(devices, { kind: 'rewrite', change: withoutBrowser })
  await scenarios.signIn(app)
  expect(await told(app)).toEqual(['removed foundDone', 'kept said', 'leftOut proven'])
  expect(revokes()).toBe(1)
})
