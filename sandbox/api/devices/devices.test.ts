import { AuthenticationClient } from 'authing-node-sdk'
import { describe, expect, it, onTestFinished } from 'vitest'
import { z } from 'zod'
import { startSandbox, type SandboxOptions } from '../../index'
import { TestClient } from '../../testing/client.testing'

/** The vendor's published schema of a row. It is strict, but for the model, which browsers do not have. */
const row = z.strictObject({
  device: z.strictObject({
    deviceId: z.string(),
    name: z.string(),
    version: z.string(),
    type: z.enum(['Browser', 'Mobile', 'Desktop']),
    mod: z.string().nullable(),
    os: z.string(),
    status: z.enum(['activated', 'suspended', 'deactivated']),
    userAgent: z.string()
  }),
  lastLoginTime: z.iso.datetime(),
  lastIp: z.string(),
  online: z.boolean()
})
const answer = z.object({ data: z.array(row) })

async function start(name: string, options: SandboxOptions = {}, changes: Record<string, string> = {}) {
  const sandbox = await startSandbox(options)
  onTestFinished(() => sandbox.close())
  const client = new TestClient(sandbox)
  const { access_token: token, refresh_token } = await client.signIn(name, changes)
  const ask = async (path: string): Promise<unknown> => (await client.api(path, { authorization: token })).json()
  const send = async (path: string, body: unknown): Promise<unknown> => (await client.send(path, token, body)).json()
  const list = async (query = 'limit=50') => answer.parse(await ask(`mydevices/list?${query}`)).data
  const refresh = async (): Promise<unknown> => (await client.refresh(refresh_token)).json()
  return { sandbox, client, token, ask, send, list, refresh }
}

describe('the devices of a person', () => {
  it('are listed newest first in the published shape, and the browser of the sign-in is one of them', async () => {
    const { list } = await start('ada')
    const devices = await list()
    expect(devices).toHaveLength(10)
    expect(devices[0]).toMatchObject({ device: { type: 'Browser', os: 'Linux' }, lastIp: '127.0.0.1', online: true })
    const times = devices.map(({ lastLoginTime }) => Date.parse(lastLoginTime))
    expect(times).toEqual(times.toSorted((one, other) => other - one))
  })

  it('come without a count, ten at a time and at most 50, and a page behind the last one is empty', async () => {
    const { list } = await start('omar')
    expect(await list('')).toHaveLength(10)
    expect(await list('page=9&limit=50')).toHaveLength(2)
    expect(await list('page=10&limit=50')).toEqual([])
    expect(await list('limit=1000')).toHaveLength(50)
  })

  it.each(['revoke-session', 'unbind'])('are ended by %s, but not if an administrator has locked one', async (verb) => {
    const { list, send } = await start('ada')
    const [, second] = await list()
    const locked = (await list()).find(({ device }) => device.status === 'suspended')
    const end = (deviceId: string | undefined) => send(`mydevices/${verb}`, { deviceId })
    expect(await end(second?.device.deviceId)).toMatchObject({ statusCode: 200 })
    const again = (await list()).find(({ device }) => device.deviceId === second?.device.deviceId)
    expect(again?.online).toBe(verb === 'unbind' ? undefined : false)
    expect(await end(locked?.device.deviceId)).toMatchObject({ statusCode: 422 })
    expect(await end('nobody')).toMatchObject({ statusCode: 404 })
    expect(await end(undefined)).toMatchObject({ statusCode: 400 })
  })

  it('are reported by an app, whose session ends with them', async () => {
    const { list, send, ask, refresh } = await start('ada', {}, { deviceId: 'first' })
    const body = { deviceUniqueId: 'mine', type: 'Desktop', name: 'Holdfast on Linux' }
    expect(await send('create-device', body)).toMatchObject({ data: { deviceUniqueId: 'mine' } })
    expect((await list())[0]?.device).toMatchObject({ deviceId: 'mine', type: 'Desktop', name: body.name })
    await send('mydevices/revoke-session', { deviceId: 'mine' })
    expect(await ask('mydevices/list')).toMatchObject({ statusCode: 401 })
    expect(await refresh()).toMatchObject({ error: 'invalid_grant' })
  })

  it('may get an id of the tenant, or cannot be reported at all', async () => {
    const body = { deviceUniqueId: 'mine', type: 'Desktop', name: 'x' }
    const other = await start('ada', { deviceIds: 'replaced' })
    expect(await other.send('create-device', body)).toMatchObject({
      data: { deviceUniqueId: expect.stringMatching(/^d-/) as string }
    })
    const none = await start('ada', { deviceFunction: false })
    expect(await none.send('create-device', body)).toMatchObject({ statusCode: 404 })
  })

  it('may take the app’s session with them if they are the browser of the sign-in', async () => {
    const { list, send, ask } = await start('ada', { sessionEndsWith: 'browser' })
    await send('mydevices/revoke-session', { deviceId: (await list())[0]?.device.deviceId })
    expect(await ask('mydevices/list')).toMatchObject({ statusCode: 401 })
  })

  it('are the same for the vendor’s SDK, and it ends them too', async () => {
    const { sandbox, token, list } = await start('ada')
    const { appId, host: appHost } = sandbox
    const sdk = new AuthenticationClient({ appId, appHost, tokenEndPointAuthMethod: 'none', accessToken: token })
    expect((await sdk.list({ page: 1, limit: 50 })).data).toEqual(await list())
    const [first, second] = (await list()).slice(1).map(({ device }) => device.deviceId)
    expect(await sdk.revoke({ deviceId: first ?? '' })).toMatchObject({ statusCode: 200 })
    expect(await sdk.unbind({ deviceId: second ?? '' })).toMatchObject({ statusCode: 200 })
    expect((await list()).map(({ device }) => device.deviceId)).not.toContain(second)
  })
})

describe('a device that an administrator has barred', () => {
  it.each([
    ['suspended', 1578],
    ['deactivated', 1577]
  ] as const)(
    'gets nothing but %s, from the API and at the token endpoint, until that is lifted',
    async (state, apiCode) => {
      const { sandbox, ask, refresh } = await start('ada')
      sandbox.barDevice(state)
      expect(await ask('get-profile')).toMatchObject({ statusCode: 403, apiCode })
      expect(await refresh()).toMatchObject({ statusCode: 403, apiCode })
      sandbox.barDevice('activated')
      expect(await ask('get-profile')).toMatchObject({ statusCode: 200 })
    }
  )
})
