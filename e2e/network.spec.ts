import { answerDialogs, expect, test } from './fixtures'
import { mouse } from './hand'
import { EnrolmentPage } from './pages/EnrolmentPage'
import { signInInBrowser } from './person'
import { startRecorder } from './recorder'
import { wordsOf } from './words'

const isByTheApp = (path: string): boolean => /^\/api\/|^\/oidc\/(\.well-known\/|token|jwks)/.test(path)

/** The requests that are not the person's browser's, in the order of the alphabet. */
const sentByTheApp = (requests: string[]): string[] =>
  requests.filter((line) => isByTheApp(new URL(line.split(' ')[1] ?? '').pathname)).sort()

test('a whole session contacts the tenant and nobody else', async ({ launch, sandbox, signInAs }) => {
  test.slow()
  const recorder = await startRecorder()
  const proxy = [`--proxy-server=${recorder.address}`, '--proxy-bypass-list=<-loopback>']
  const first = await launch(...proxy)
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
  const second = await launch(...proxy)
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
  // And no way leads past the recorder. Requests side by side may overtake one another on their way to the tenant.
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
    // Chromium would send again over a new connection what it had begun on one kept from here.
    sandbox.faults.set('/oidc/token', { kind })
    await signInInBrowser(browser, link, sandbox.people[0])
    await expect(holdfast.signIn.alert).toBeVisible()
    expect(Array.from(sandbox.requests, ({ path }) => path).filter((path) => path === '/oidc/token')).toHaveLength(1)
  })
}
