import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Fault } from '../../sandbox'
import { accountFolder, expect, type Holdfast, test as base } from '../fixtures'
import { tracesIn } from '../support/traces'

const toEnroll = '/api/v3/list-factors-to-enroll'
const enrolled = '/api/v3/list-enrolled-factors'
const profile = '/api/v3/get-profile'

const test = base.extend<{
  /** Signs a person in, shows both lists and quits once they are stored. Resolves with the file that holds them. */
  seenEarlier: (person: number) => Promise<string>
}>({
  seenEarlier: async ({ launch, signInAs, folder }, use) => {
    await use(async (person) => {
      const holdfast = await launch()
      await signInAs(holdfast, person)
      await holdfast.methods.untilLive()
      const file = join(await accountFolder(folder), 'snapshot.json')
      await expect.poll(() => existsSync(file)).toBe(true)
      await holdfast.app.close()
      return file
    })
  }
})

/**
 * Takes this computer's network away, or restores it. The loopback cannot be unplugged, and Electron's emulation does not
 * affect main's requests. So main's network sessions fail here as Chromium's do without a network.
 */
async function setOffline({ app, window }: Holdfast, host: string, offline: boolean): Promise<void> {
  await app.evaluate(
    ({ session }, [to, on]) => {
      for (const use of ['reading', 'changing']) {
        const network = session.fromPartition(`${use} ${to}`, { cache: false })
        if (on) network.fetch = () => Promise.reject(new Error('net::ERR_INTERNET_DISCONNECTED'))
        else Reflect.deleteProperty(network, 'fetch')
      }
    },
    [host, offline] as const
  )
  await window.context().setOffline(offline)
}

test.describe('the last known lists', () => {
  test('are on screen before the tenant answers, to be looked at, and make way for what it says', async ({
    launch,
    seenEarlier,
    sandbox
  }) => {
    await seenEarlier(1)
    for (const path of [toEnroll, enrolled, profile]) sandbox.faults.set(path, { kind: 'delay', ms: 3_000 })
    const { methods, window } = await launch()
    await expect(methods.rows(methods.active)).toHaveText([
      /^Text message.*\+44 ••••• 0142.*Active$/s,
      /^Email.*b•••r@fernhill\.example.*Active$/s
    ])
    await expect(methods.active).toContainText('As of')
    await expect(window.getByText('Ben Okafor')).toBeVisible()
    for (const add of await methods.readyToAdd.getByRole('button').all()) await expect(add).toBeDisabled()
    const before = await methods.active.boundingBox()

    await methods.untilLive()
    await expect(methods.active).not.toContainText('As of')
    expect(await methods.active.boundingBox()).toEqual(before)
  })

  test('cannot be read on the disk, and are gone after the sign-out', async ({ launch, seenEarlier, sandbox }) => {
    const file = await seenEarlier(1)
    const kept = await readFile(file)
    const personal = [sandbox.people[1]?.account ?? '', 'Okafor', 'fernhill.example', 'factorType']
    expect(tracesIn('the snapshot', kept, personal)).toEqual([])
    expect(tracesIn('the control', `${kept.toString()} Okafor`, personal)).toEqual(['plain in the control'])

    const { methods, signIn } = await launch()
    await methods.untilLive()
    await methods.signOut()
    await signIn.button.waitFor()
    expect(existsSync(file)).toBe(false)
  })
})

const down: [string, Fault, string, string][] = [
  ['the tenant is down', { kind: 'reset' }, 'The server is not answering', 'Try again'],
  ['the tenant has a fault', { kind: 'status', status: 503 }, 'The server has a problem', 'Try again'],
  ['a guest network answers in its place', { kind: 'notJson' }, 'wants you to sign in first', 'Open in browser']
]

test('each kind of lost connection has its own message and way on, and the known lists stay', async ({
  launch,
  seenEarlier,
  sandbox
}) => {
  test.slow()
  await seenEarlier(1)
  for (const path of [toEnroll, enrolled]) sandbox.faults.set(path, { kind: 'reset' })
  const holdfast = await launch()
  const { methods, window, signIn } = holdfast
  await expect(methods.alert).toContainText('The server is not answering')
  await expect(methods.rows(methods.active)).toHaveCount(2)
  await expect(methods.active).toContainText('As of')

  await test.step('this computer is offline', async () => {
    await expect(methods.busy).toHaveCount(0)
    await setOffline(holdfast, sandbox.host, true)
    await methods.checkAgain()
    await expect(methods.alert).toContainText('You are offline')
    await expect(methods.rows(methods.active)).toHaveCount(2)
    await expect(methods.readyToAdd.getByRole('button').first()).toBeDisabled()
  })

  await test.step('and back, which needs no click', async () => {
    sandbox.faults.clear()
    await setOffline(holdfast, sandbox.host, false)
    await expect(methods.alert).toHaveCount(0)
    await methods.untilLive()
  })

  for (const [name, fault, words, way] of down) {
    await test.step(name, async () => {
      for (const path of [toEnroll, enrolled]) sandbox.faults.set(path, fault)
      await methods.checkAgain()
      await expect(methods.alert).toContainText(words)
      await expect(methods.alert.getByRole('button', { name: way })).toBeVisible()
      await expect(methods.rows(methods.active)).toHaveCount(2)
      sandbox.faults.clear()
      await window.evaluate("window.dispatchEvent(new Event('focus'))")
      await expect(methods.alert).toHaveCount(0)
    })
  }

  await test.step('the session has ended: only this asks for a sign-in, and shows nothing any more', async () => {
    for (const path of [toEnroll, enrolled])
      sandbox.faults.set(path, { kind: 'businessError', statusCode: 401, apiCode: 2020, message: 'x' })
    sandbox.faults.set('/oidc/token', {
      kind: 'status',
      status: 400,
      contentType: 'application/json',
      body: '{"error":"invalid_grant"}'
    })
    await methods.checkAgain()
    await expect(signIn.alert).toContainText('Your session has ended')
    await expect(window.getByText('Ben Okafor')).toHaveCount(0)
  })
})
