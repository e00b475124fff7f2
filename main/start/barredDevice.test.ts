import { expect, it } from 'vitest'
import { signInAsPerson } from '../identity/tenant.testing'
import { sandbox, signIn, start, useProfile } from '../topics/accounts/accounts.testing'

useProfile()

const apiCalls = (): number => sandbox.requests.filter(({ path }) => path !== '/oidc/token/revocation').length

it('a barred device keeps its session, shows that, and asks again only by request', async () => {
  const started = await start()
  await signIn(started, 0)
  const { session, handlers } = started.accounts.current()
  sandbox.barDevice('suspended')
  await expect(Promise.resolve(handlers['profile:read'](undefined))).rejects.toMatchObject({ code: 'deviceSuspended' })
  expect(session.state()).toMatchObject({ phase: 'barred', failure: { code: 'deviceSuspended' } })
  await session.settled()
  const asked = apiCalls()
  await session.wakeUp()
  expect(apiCalls()).toBe(asked)
  await handlers['session:askAgain'](undefined)
  expect([apiCalls() > asked, session.state().phase]).toEqual([true, 'barred'])
  sandbox.barDevice('activated')
  await handlers['session:askAgain'](undefined)
  expect(session.state()).toEqual({ phase: 'signedIn', keptIn: 'keychain' })
})

it('a refresh that is refused for a barred device ends no session, and tells until when', async () => {
  const started = await start()
  await signIn(started, 0)
  const { session, handlers } = started.accounts.current()
  sandbox.barDevice('suspended')
  sandbox.faults.set('/api/v3/get-profile', { kind: 'businessError', statusCode: 401, apiCode: 2020, message: 'x' })
  await expect(Promise.resolve(handlers['profile:read'](undefined))).rejects.toMatchObject({ code: 'deviceSuspended' })
  const state = session.state()
  expect(state).toMatchObject({ phase: 'barred', failure: { code: 'deviceSuspended' } })
  expect(state.phase === 'barred' && state.failure.until).toBeGreaterThan(Date.now())
  sandbox.faults.clear()
  sandbox.barDevice('activated')
  await handlers['session:askAgain'](undefined)
  expect(session.state().phase).toBe('signedIn')
})

it('a sign-in on a barred device ends on its screen, and asking again is a new sign-in', async () => {
  const { accounts } = await start()
  const { session, handlers } = accounts.current()
  sandbox.barDevice('deactivated')
  await session.signIn()
  await signInAsPerson(sandbox, session.signInLink(), 0)
  await expect.poll(() => session.state().phase).toBe('barred')
  expect(session.state()).toMatchObject({ failure: { code: 'deviceDeactivated' } })
  await handlers['session:askAgain'](undefined)
  expect(session.state().phase).toBe('signingIn')
})

it('this computer is reported after a sign-in, once, with the id that the request carried', async () => {
  const started = await start()
  await signIn(started, 0)
  const { handlers } = started.accounts.current()
  await expect.poll(() => handlers['devices:readOwn'](undefined)).toMatchObject({ reported: true })
  const reports = sandbox.requests.filter(({ path }) => path === '/api/v3/create-device')
  expect(reports).toHaveLength(1)
  expect((await handlers['devices:list'](undefined)).yours.map(({ mark }) => mark?.kind)).toEqual(['here', 'browser'])
})
