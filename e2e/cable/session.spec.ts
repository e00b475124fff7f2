import { once } from 'node:events'
import { get } from 'node:http'
import { signInAs as signInByForms } from '../../sandbox/testing/browser.testing'
import { wordsOf } from '../support/words'
import { expect, test } from './fixtures'

const t = wordsOf('en')
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
  await expect(signIn.alert).toContainText(t('errors.offline.title'))
  await expect(signIn.button).toBeVisible()

  await cable.plugIn()
  await signInAs(holdfast, 1)
  await holdfast.methods.untilLive()
  // The code of the first sign-in is void, so it is not sent once the network is back.
  expect(await received(/^\/oidc\/token$/)).toEqual([`POST ${token}`])
})

test.describe('with an access token that is no longer accepted', () => {
  test.beforeEach(async ({ cable, atList }) => {
    await expect(atList.methods.busy).toHaveCount(0)
    const refusal = { kind: 'businessError', statusCode: 401, apiCode: 2020, message: 'x', times: 1 } as const
    await cable.tell({ do: 'fault', route: '/api/v3/list-factors-to-enroll', fault: refusal })
  })

  test.afterEach(async ({ cable, received }) => {
    // One request belongs to the sign-in and one to the renewal. No failure in between may add another.
    expect(await received(/^\/oidc\/token$/)).toEqual([`POST ${token}`, `POST ${token}`])
    expect((await cable.log()).refreshTokenReuses).toBe(0)
  })

  test('a renewal whose answer comes late, since the cable was out, keeps the session', async ({
    cable,
    holdfast: { methods },
    untilHandled,
    untilHeld
  }) => {
    await cable.tell({ do: 'hold', route: token })
    await methods.checkAgain()
    await untilHeld(token)
    await cable.pull()
    await untilHandled(token)
    await cable.plugIn()
    await expect(methods.busy).toHaveCount(0)
    await expect(methods.alert).toHaveCount(0)
    await expect(methods.rows(methods.active)).toHaveCount(2)
  })

  test('a renewal whose connection breaks once it was carried out is sent once, over HTTP/2 as well', async ({
    cable,
    holdfast: { methods, signIn }
  }) => {
    await cable.tell({ do: 'fault', route: token, fault: { kind: 'lostAnswer', times: 1 } })
    await methods.checkAgain()
    await expect(signIn.alert).toContainText(t('errors.sessionNotRenewed.title'))
  })
})
