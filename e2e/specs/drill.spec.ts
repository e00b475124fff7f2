import { z } from 'zod'
import type { Sandbox } from '../../sandbox'
import { TestClient } from '../../sandbox/testing/client.testing'
import { expect, type Holdfast, test } from '../fixtures'

const lin = 2
const address = 'lin.jing@fernhill.example'
const number = '+8613800138000'
const lists = ['list-enrolled-factors', 'list-factors-to-enroll', 'webauthn/credentials?page=1&limit=50', 'get-profile']
/** Holdfast asks for these by itself: for its report as a device, and to watch the account. */
const inBackground = /\/(public-config|create-device|get-my-login-history|mydevices\/list)$/
const messages = z.array(z.object({ to: z.string(), code: z.string() }))

/** Signs in elsewhere as the same person. Resolves with a function that reads every list at the tenant. */
async function elsewhere(sandbox: Sandbox) {
  const client = new TestClient(sandbox)
  const { access_token: token } = await client.signIn('lin')
  const read = async (path: string): Promise<string> => {
    const answer: unknown = await (await client.api(path, { authorization: token })).json()
    return JSON.stringify(z.object({ data: z.unknown() }).parse(answer).data)
  }
  return { client, token, readLists: () => Promise.all(lists.map(read)) }
}

async function codeTo(sandbox: Sandbox, to: string): Promise<string | undefined> {
  const outbox: unknown = await (await fetch(sandbox.outbox, { headers: { accept: 'application/json' } })).json()
  return messages.parse(outbox).find((message) => message.to === to)?.code
}

/** Does in the window what a person does who has the app, the phone and the mailbox. Resolves with what arrived. */
async function drill({ window }: Holdfast, sandbox: Sandbox) {
  const main = window.getByRole('main')
  const turn = main.locator('[aria-current=step]')
  await main.getByRole('button', { name: 'Test…' }).click()
  await turn.getByLabel('Code of the app').fill(sandbox.appCode(address))
  const goesOn = turn.getByRole('button', { name: 'Go on' })
  const sends = main.getByRole('button', { name: 'Send code' })
  await expect(sends.or(goesOn)).toBeVisible()
  if (await goesOn.isVisible()) await goesOn.click()
  const codes: (string | undefined)[] = []
  for (const to of [address, number]) {
    await expect(turn).toContainText('one code to')
    await sends.click()
    const field = turn.getByLabel('Code from the message')
    await expect(field).toBeVisible()
    const code = await codeTo(sandbox, to)
    codes.push(code)
    if (code === undefined) await turn.getByRole('button', { name: 'Nothing arrived' }).click()
    else await field.fill(code)
    await expect(turn.filter({ hasText: 'type the code' })).toHaveCount(0)
  }
  await expect(main.getByRole('button', { name: 'Test again' })).toBeVisible()
  return { main, codes }
}

for (const dead of ['OTP', 'SMS', 'EMAIL'] as const) {
  test.describe(`where only ${dead} is dead`, () => {
    test.use({ sandboxOptions: { deadFactor: dead } })

    test('the fire drill names exactly that, and changes nothing', async ({ holdfast, signInAs, sandbox }) => {
      await signInAs(holdfast, lin)
      await holdfast.window.getByRole('button', { name: 'Overview', exact: true }).click()
      const { client, token, readLists } = await elsewhere(sandbox)
      const before = await readLists()
      const { main, codes } = await drill(holdfast, sandbox)

      const names = { OTP: 'Authenticator app', SMS: 'Text message', EMAIL: 'Email' }
      const others = Object.values(names).filter((name) => name !== names[dead])
      const group = (title: string) => main.getByRole('region', { name: title, exact: true }).getByRole('listitem')
      await expect(group('Does not work')).toHaveText([new RegExp(names[dead])])
      await expect(group('Works')).toHaveCount(2)
      for (const name of others) await expect(group('Works').filter({ hasText: name })).toHaveCount(1)
      await expect(group('Not tested')).toHaveText([
        /Recovery code.*nothing to compare/,
        /Face.*own page/,
        /Passkey.*own page/
      ])
      await expect(main.getByRole('status')).toContainText('Yes, in 2 ways. Another one does not work.')
      await expect(main.getByRole('status')).toContainText('are the same')

      expect(await readLists()).toEqual(before)
      const changing = sandbox.requests.filter(({ method }) => method !== 'GET').map(({ path }) => path)
      for (const path of ['enroll-factor', 'reset-factor', 'unbind-email', 'unbind-phone']) {
        expect(changing).not.toContain(`/api/v3/${path}`)
      }
      const [email, sms] = codes
      const channel = 'CHANNEL_VERIFY_MFA'
      const payload =
        email === undefined
          ? {
              codeType: 'SMS',
              smsCodePayload: { phone: '13800138000', phoneCountryCode: '+86', passCode: sms, channel }
            }
          : { codeType: 'EMAIL', emailCodePayload: { email: address, passCode: email, channel } }
      const checked: unknown = await (await client.send('pre-check-code', token, payload)).json()
      expect(checked).toMatchObject({ data: { isValid: true } })

      await main.getByRole('button', { name: 'Back' }).click()
      const subjects = main.getByRole('region', { name: 'Are these still yours?' })
      await expect(subjects.getByRole('listitem').filter({ hasText: names[dead] })).toContainText('Did not work on')
      const why = main.getByRole('dialog', { name: 'Why do you say that?' })
      const field = { OTP: 'mfa-totp-verify verified', SMS: 'send-sms', EMAIL: 'send-email' }[dead]
      for (const [claim, part] of [
        [/Did not work on/, field],
        [/^Face/, 'factorType']
      ] as const) {
        await subjects.getByRole('button', { name: claim }).press('Enter')
        await expect(why).toContainText(part)
        await expect(why).toContainText(/Request ID\s*[0-9a-f]{8}-/)
        await why.press('Escape')
      }
    })
  })
}

test('what if answers each switch without asking the tenant', async ({ holdfast, signInAs, sandbox }) => {
  await signInAs(holdfast, lin)
  const { window } = holdfast
  await window.getByRole('button', { name: 'Overview', exact: true }).click()
  const main = window.getByRole('main')
  await main.getByRole('button', { name: 'What if…' }).click()
  await expect(main.getByRole('switch', { name: 'My phone' })).toBeChecked()
  await expect(main.getByRole('status')).toContainText('2 ways are left')
  sandbox.requests.clear()
  await main.getByRole('switch', { name: 'My mailbox' }).click()
  await expect(main.getByRole('status')).toContainText('One way is left')
  await expect(main.getByRole('list').last()).toContainText('Show your face to the camera.')
  await main.getByRole('button', { name: 'Where is it: Authenticator app' }).click()
  await main.getByLabel('Where is it: Authenticator app').selectOption('On this laptop')
  await expect(main.getByRole('status')).toContainText('2 ways are left')
  await main.getByRole('switch', { name: 'This laptop' }).click()
  await expect(main.getByRole('status')).toContainText('One way is left')
  expect(sandbox.requests.map(({ path }) => path).filter((path) => !inBackground.test(path))).toEqual([])
})
