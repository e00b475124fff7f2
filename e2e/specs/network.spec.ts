import { answerDialogs, expect, test } from '../fixtures'
import { mouse } from '../support/hand'
import { EnrolmentPage } from '../pages/EnrolmentPage'
import { signInInBrowser } from '../support/person'
import { startRecorder } from '../support/recorder'
import { throughProxy } from '../support/throughProxy'
import { wordsOf } from '../support/words'

const isByTheApp = (path: string): boolean => /^\/api\/|^\/oidc\/(\.well-known\/|token|jwks)/.test(path)

/** Returns the requests that the app sent, and not the person's browser, in alphabetical order. */
const sentByTheApp = (requests: string[]): string[] =>
  requests.filter((line) => isByTheApp(new URL(line.split(' ')[1] ?? '').pathname)).sort()

test('a whole session contacts the tenant and nobody else', async ({ launch, keyring, sandbox, signInAs }) => {
  test.slow()
  const recorder = await startRecorder()
  Object.assign(keyring.env, throughProxy(recorder.address))
  const first = await launch()
  await signInAs(first, 0)
  await answerDialogs(first, 1)
  await new EnrolmentPage(first.window, sandbox, wordsOf('en'), mouse).bind('EMAIL')
  await expect(first.methods.rows(first.methods.active)).toHaveCount(1)
  await first.app.close()

  sandbox.faults.set('/api/v3/list-enrolled-factors', {
    kind: 'businessError',
    statusCode: 401,
    message: 'x',
    times: 1
  })
  const second = await launch()
  await expect(second.methods.rows(second.methods.active)).toHaveCount(1)
  await second.methods.checkAgain()
  await second.methods.signOut()
  await second.signIn.button.waitFor()
  await second.app.close()
  recorder.close()

  const strangers = recorder.requests.filter((line) => !line.includes(` ${sandbox.host}/`))
  expect(strangers).toEqual([])
  for (const path of ['/api/v3/enroll-factor', '/oidc/token', '/oidc/token/revocation']) {
    expect(recorder.requests).toContain(`POST ${sandbox.host}${path}`)
  }
  expect(recorder.requests.filter((line) => line === `POST ${sandbox.host}/oidc/token`)).toHaveLength(2)
  // No request bypasses the recorder. Requests in parallel may overtake one another on their way to the tenant.
  const seen = Array.from(sandbox.requests, ({ method, path }) => `${method} ${sandbox.host}${path}`)
  expect(sentByTheApp(seen)).toEqual(sentByTheApp(recorder.requests))
})

for (const kind of ['reset', 'lostAnswer'] as const) {
  test(`a request that changes something is sent once, with its connection cut by a fault: ${kind}`, async ({
    browser,
    holdfast,
    sandbox
  }) => {
    await holdfast.signIn.start()
    const link = await holdfast.waiting.link()
    // Chromium repeats a request over a new connection if it was sent over a reused one.
    sandbox.faults.set('/oidc/token', { kind })
    await signInInBrowser(browser, link, sandbox.people[0])
    await expect(holdfast.signIn.alert).toBeVisible()
    expect(Array.from(sandbox.requests, ({ path }) => path).filter((path) => path === '/oidc/token')).toHaveLength(1)
  })
}
