import { expect, processesOf, test } from '../fixtures'

test('the next start needs no browser: straight to the list', async ({
  launch,
  signedInEarlier,
  sandbox,
  openedLinks
}) => {
  await signedInEarlier(0)
  sandbox.requests.clear()

  const second = await launch()
  await expect(second.methods.rows(second.methods.readyToAdd)).toHaveCount(4)
  await second.methods.untilLive()
  expect(await openedLinks()).toHaveLength(1)
  // Passkeys and the organisation's name are requested after the data of the first screen.
  const asked = Array.from(sandbox.requests, ({ path }) => path)
  expect(asked.filter((path) => !/webauthn|get-my-/.test(path)).sort()).toEqual([
    '/api/v3/get-profile',
    '/api/v3/list-enrolled-factors',
    '/api/v3/list-factors-to-enroll'
  ])
})

test.describe('with access tokens that live a few seconds', () => {
  const seconds = 4
  test.use({ sandboxOptions: { accessTokenTtl: seconds } })

  test('each start renews the session by itself', async ({ launch, signedInEarlier, sandbox }) => {
    await signedInEarlier(0)
    for (let start = 0; start < 2; start++) {
      const over = Date.now() + seconds * 1000
      await expect.poll(() => Date.now()).toBeGreaterThan(over)
      sandbox.requests.clear()
      const { methods, app } = await launch()
      await expect(methods.rows(methods.readyToAdd)).toHaveCount(4)
      await methods.untilLive()
      const renewals = sandbox.requests.filter(({ path }) => path === '/oidc/token').map(({ status }) => status)
      expect(renewals.length).toBeGreaterThan(0)
      expect(new Set(renewals)).toEqual(new Set([200]))
      await app.close()
    }
  })
})

test('a session that the server ended leads to the sign-in screen, with the reason', async ({
  launch,
  signedInEarlier,
  sandbox
}) => {
  await signedInEarlier(0)
  sandbox.faults.set('/oidc/token', {
    kind: 'status',
    status: 400,
    contentType: 'application/json',
    body: '{"error":"invalid_grant"}'
  })
  sandbox.faults.set('/api/v3/list-factors-to-enroll', {
    kind: 'businessError',
    statusCode: 401,
    apiCode: 2020,
    message: 'x'
  })

  const { signIn } = await launch()
  await expect(signIn.button).toBeVisible()
  await expect(signIn.alert).toBeVisible()
})

test('signing out revokes the session and the next start knows nothing of it', async ({
  launch,
  signInAs,
  sandbox
}) => {
  const first = await launch()
  await signInAs(first, 0)
  await first.methods.signOut()
  await expect(first.signIn.button).toBeVisible()
  expect(sandbox.requests.map(({ path }) => path)).toContain('/oidc/token/revocation')
  await first.app.close()

  const second = await launch()
  await expect(second.signIn.button).toBeVisible()
  await expect(second.signIn.alert).toHaveCount(0)
  expect(await processesOf(second)).not.toContain('Holdfast keychain')
})

test('a second start on the same profile brings the first window forward instead', async ({ launch }) => {
  const { app } = await launch()
  const focused = app.evaluate(
    ({ app: main }) => new Promise<string[]>((resolve) => main.once('second-instance', (_e, argv) => resolve(argv)))
  )
  await expect(launch('--lang=zh-CN')).rejects.toThrow()
  expect(await focused).toContain('--lang=zh-CN')
  expect(app.windows()).toHaveLength(1)
})
