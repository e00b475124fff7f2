import { once } from 'node:events'
import { get } from 'node:http'
import { signInAs as signInByForms } from '../../sandbox/browser'
import { wordsOf } from '../words'
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
  // The code of the first is nothing any more: nobody sends it once the network is back.
  expect(await received(/^\/oidc\/token$/)).toEqual([`POST ${token}`])
})
