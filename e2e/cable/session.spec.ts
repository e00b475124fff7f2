import { once } from 'node:events'
import { get } from 'node:http'
import { signInAs as signInByForms } from '../../sandbox/browser'
import { expect, test } from './fixtures'

const token = '/oidc/token'

test('a sign-in that waits for the browser outlasts a cable that was out', async ({
  cable,
  holdfast,
  received,
  tenant
}) => {
  const { methods, signIn, waiting } = holdfast
  await signIn.start()
  const link = await waiting.link()
  await cable.pull()
  await expect(waiting.title).toBeVisible()
  await cable.plugIn()
  const { account = '', password = '' } = tenant.people[1] ?? {}
  const back = await signInByForms(link, account, password)
  await once(get(back, { agent: false }), 'response')
  await methods.untilLive()
  expect(await received(/^\/oidc\/token$/)).toEqual([`POST ${token}`])
})

test('a sign-in that comes back while the cable is out ends in words, and the next one works', async ({
  cable,
  holdfast,
  received,
  signInAs,
  tenant
}) => {
  const { signIn, waiting } = holdfast
  await signIn.start()
  const { account = '', password = '' } = tenant.people[1] ?? {}
  const back = await signInByForms(await waiting.link(), account, password)
  await cable.pull()
  await once(get(back, { agent: false }), 'response')
  await expect(signIn.alert).toContainText('You are offline')
  await expect(signIn.button).toBeVisible()

  await cable.plugIn()
  await signInAs(holdfast, 1)
  await holdfast.methods.untilLive()
  // The code of the first is nothing any more: nobody sends it once the network is back.
  expect(await received(/^\/oidc\/token$/)).toEqual([`POST ${token}`])
})

test.describe('where every look at the lists renews the session', () => {
  test.use({ tenantOptions: { accessTokenTtl: 1 } })

  test('a cable that is out keeps the refresh token unused, and the session goes on when it is back', async ({
    cable,
    launch,
    received,
    signedInEarlier
  }) => {
    await signedInEarlier(1)
    const before = (await received(/^\/oidc\/token$/)).length
    await cable.pull()
    const { methods, signIn } = await launch()
    await expect(methods.alert).toContainText('You are offline')
    await expect(methods.title).toBeVisible()
    await expect(signIn.button).toHaveCount(0)
    expect(await received(/^\/oidc\/token$/)).toHaveLength(before)

    await cable.plugIn()
    await methods.untilLive()
    await expect(methods.rows(methods.active)).toHaveCount(2)
    expect((await cable.log()).refreshTokenReuses).toBe(0)
  })

  test('a renewal whose answer comes late, since the cable was out, is the only one, and the session goes on', async ({
    cable,
    holdfast,
    received,
    signInAs,
    untilHandled,
    untilHeld
  }) => {
    const { methods } = holdfast
    await signInAs(holdfast, 1)
    await methods.untilLive()
    await expect(methods.busy).toHaveCount(0)
    const before = (await received(/^\/oidc\/token$/)).length
    await cable.tell({ do: 'hold', route: token })
    await methods.checkAgain()
    await untilHeld(token)
    await cable.pull()
    await untilHandled(token)
    expect(await received(/^\/oidc\/token$/)).toHaveLength(before + 1)

    await cable.plugIn()
    await expect(methods.busy).toHaveCount(0)
    await expect(methods.alert).toHaveCount(0)
    await expect(methods.rows(methods.active)).toHaveCount(2)
    expect((await cable.log()).refreshTokenReuses).toBe(0)
  })

  test('a renewal whose answer never comes is not sent again: the window asks for a sign-in and says why', async ({
    cable,
    holdfast,
    signInAs,
    untilHandled,
    untilHeld
  }) => {
    const { methods, signIn } = holdfast
    await signInAs(holdfast, 1)
    await methods.untilLive()
    await cable.tell({ do: 'hold', route: token })
    await methods.checkAgain()
    await untilHeld(token)
    await cable.pull()
    await untilHandled(token)
    await expect(methods.alert).toContainText('You are offline')
    await expect(methods.rows(methods.active)).toHaveCount(2)

    await cable.plugIn()
    await expect(signIn.alert).toContainText('Your session could not be renewed')
    await expect(signIn.button).toBeVisible()
    expect((await cable.log()).refreshTokenReuses).toBe(0)
  })
})
