import type { Fault } from '../../sandbox'
import { expect, test } from '../fixtures'

const toEnroll = '/api/v3/list-factors-to-enroll'
const enrolled = '/api/v3/list-enrolled-factors'

test.describe('the lists of each person', () => {
  test('nothing bound yet: all to add, and the other list says so in words', async ({ holdfast, signInAs }) => {
    await signInAs(holdfast, 0)
    const { methods } = holdfast
    await expect(methods.rows(methods.readyToAdd)).toHaveText([
      /^Authenticator app/,
      /^Text message/,
      /^Email/,
      /^Face/
    ])
    await expect(methods.rows(methods.readyToAdd).first()).toContainText('About 2 minutes')
    await expect(methods.active).toContainText('Nothing is active yet')
  })

  test('some bound: with where they lead, masked', async ({ holdfast, signInAs }) => {
    await signInAs(holdfast, 1)
    const { methods } = holdfast
    await expect(methods.rows(methods.active)).toHaveText([
      /^Text message.*\+44 ••••• 0142.*Active$/s,
      /^Email.*b•••r@fernhill\.example.*Active$/s
    ])
    await expect(methods.rows(methods.readyToAdd)).toHaveText([/^Authenticator app/, /^Face/])
  })

  test('everything bound: nothing left to add is said in words', async ({ holdfast, signInAs }) => {
    await signInAs(holdfast, 2)
    const { methods } = holdfast
    await expect(methods.rows(methods.active)).toHaveCount(4)
    await expect(methods.readyToAdd).toContainText('Every method')
    await expect(methods.rows(methods.readyToAdd)).toHaveCount(0)
  })

  test('a type this version does not know: shown as it is, never dropped', async ({ holdfast, signInAs }) => {
    await signInAs(holdfast, 3)
    const { methods } = holdfast
    await expect(methods.rows(methods.readyToAdd).filter({ hasText: 'PALM' })).toContainText(
      'Not supported in this version'
    )
    await expect(methods.rows(methods.active).filter({ hasText: 'VOICE' })).toContainText(
      'Not supported in this version'
    )
  })
})

test.describe('tolerated answers', () => {
  test('a single object is a list of one, null a list of none', async ({ holdfast, signInAs, sandbox }) => {
    sandbox.faults.set(toEnroll, { kind: 'objectForArray' })
    sandbox.faults.set(enrolled, { kind: 'nullData' })
    await signInAs(holdfast, 0)
    await expect(holdfast.methods.rows(holdfast.methods.readyToAdd)).toHaveText([/^Authenticator app/])
    await expect(holdfast.methods.active).toContainText('Nothing is active yet')
  })
})

const faults: [string, Fault, RegExp][] = [
  ['a fault of the server', { kind: 'status', status: 502 }, /server/i],
  ['a connection that breaks', { kind: 'reset' }, /reach/i],
  ['an answer that is lost', { kind: 'lostAnswer' }, /reach/i],
  ['too many requests', { kind: 'rateLimited', retryAfter: '2' }, /too many|wait/i],
  [
    'a refusal inside HTTP 200',
    { kind: 'businessError', statusCode: 403, apiCode: 1576, message: 'No right' },
    /refused|declined|not allow/i
  ],
  ['half an answer', { kind: 'truncatedJson' }, /unexpected answer/i],
  ['an answer without end', { kind: 'hugeJson', bytes: 2_000_000 }, /unexpected answer/i],
  ['data of another type', { kind: 'wrongType' }, /unexpected answer/i],
  ['a list in a list', { kind: 'data', value: { list: [] } }, /unexpected answer/i]
]

test.describe('an error is never an empty list', () => {
  test('whatever goes wrong: says what happened, and trying again works', async ({ holdfast, signInAs, sandbox }) => {
    test.slow()
    const { methods } = holdfast
    sandbox.faults.set(toEnroll, { kind: 'notJson' })
    await signInAs(holdfast, 0)
    await expect(methods.alert).toContainText(/this network wants you to sign in/i)
    await expect(methods.readyToAdd).toHaveCount(0)
    await expect(methods.active).toBeVisible()

    for (const [name, fault, words] of faults) {
      await test.step(name, async () => {
        sandbox.faults.set(toEnroll, fault)
        await methods.tryAgain.click()
        await expect(methods.alert).toContainText(words)
        await expect(methods.readyToAdd).toHaveCount(0)
        await expect(methods.active).toBeVisible()
      })
    }

    sandbox.faults.clear()
    await methods.tryAgain.click()
    await expect(methods.rows(methods.readyToAdd)).toHaveCount(4)
    await expect(methods.alert).toHaveCount(0)
  })

  test('one alert speaks for both lists', async ({ holdfast, signInAs, sandbox }) => {
    sandbox.faults.set(toEnroll, { kind: 'notJson' })
    sandbox.faults.set(enrolled, { kind: 'notJson' })
    await signInAs(holdfast, 0)
    await expect(holdfast.methods.alert).toHaveCount(1)
    await expect(holdfast.window.getByRole('listitem')).toHaveCount(0)
  })

  test('the request id is under Details', async ({ holdfast, signInAs, sandbox }) => {
    sandbox.faults.set(toEnroll, { kind: 'wrongType' })
    await signInAs(holdfast, 0)
    await holdfast.methods.details.click()
    await expect(holdfast.methods.alert).toContainText(/[0-9a-f]{8}-[0-9a-f]{4}-/)
    await holdfast.methods.alert.getByRole('button', { name: 'Copy details' }).click()
    const copied = await holdfast.app.evaluate(({ clipboard }) => clipboard.readText())
    expect(copied).toMatch(/code: unexpectedAnswer\nrequest id: [0-9a-f-]{36}\n/)
  })

  test('what was known before stays, with its age', async ({ holdfast, signInAs, sandbox }) => {
    await signInAs(holdfast, 1)
    const { methods } = holdfast
    await expect(methods.rows(methods.readyToAdd)).toHaveCount(2)
    sandbox.faults.set(toEnroll, { kind: 'status', status: 500 })
    await methods.checkAgain()
    await expect(methods.alert).toBeVisible()
    await expect(methods.rows(methods.readyToAdd)).toHaveCount(2)
    await expect(methods.readyToAdd).toContainText('Last updated')
  })

  test('leaving the view ends a request that hangs', async ({ holdfast, signInAs, sandbox }) => {
    sandbox.faults.set(toEnroll, { kind: 'hang', times: 1 })
    await signInAs(holdfast, 0)
    await holdfast.settings.open()
    await holdfast.window.getByRole('button', { name: 'Sign-in methods' }).click()
    await expect(holdfast.methods.rows(holdfast.methods.readyToAdd)).toHaveCount(4)
  })

  test('hostile strings stay text', async ({ holdfast, signInAs, sandbox }) => {
    const hostile = [
      '<img src=x onerror=alert(1)>',
      '\u202eevil\u2066',
      'x'.repeat(10_000),
      '{{constructor}}',
      'ＯＴＰ\u200b'
    ]
    sandbox.faults.set(toEnroll, { kind: 'data', value: hostile.map((factorType) => ({ factorType })) })
    await signInAs(holdfast, 0)
    const rows = holdfast.methods.rows(holdfast.methods.readyToAdd)
    await expect(rows).toHaveCount(hostile.length)
    await expect(rows.nth(0)).toContainText('<img src=x onerror=alert(1)>')
    await expect(rows.nth(1)).toContainText('evil')
    const width = await holdfast.window.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect(width).toBeLessThanOrEqual(0)
  })
})
