import { AuthenticationClient } from 'authing-node-sdk'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { z } from 'zod'
import { startSandbox, type Sandbox } from '../../index'
import { TestClient } from '../../testing/client.testing'

const passkey = z.strictObject({
  credentialId: z.string(),
  name: z.string(),
  createdAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime().optional()
})
const page = z.strictObject({ totalCount: z.number(), list: z.array(passkey) })
const answer = z.object({ data: page })

let sandbox: Sandbox
let client: TestClient
let token: string

beforeEach(async () => {
  sandbox = await startSandbox()
  client = new TestClient(sandbox)
  token = (await client.signIn('lin')).access_token
})

afterEach(() => sandbox.close())

const list = async (query = '') =>
  answer.parse(await (await client.api(`webauthn/credentials${query}`, { authorization: token })).json()).data
const names = async () => (await list()).list.map(({ name }) => name)
const path = (id = '') => `webauthn/credentials/${encodeURIComponent(id)}`

it('lists the passkeys of a person by page', async () => {
  const { totalCount, list: all } = await list()
  expect([totalCount, all.length]).toEqual([2, 2])
  expect(await list('?page=2&limit=1')).toEqual({ totalCount: 2, list: [all[1]] })
  const tooMany = await client.api('webauthn/credentials?limit=51', { authorization: token })
  expect(await tooMany.json()).toMatchObject({ statusCode: 400 })
})

it('renames one', async () => {
  const [first, second] = (await list()).list
  const renamed = await client.send(path(first?.credentialId), token, { name: 'Reception desk' }, 'PUT')
  expect(await renamed.json()).toMatchObject({ statusCode: 200, data: { success: true } })
  expect(await names()).toEqual(['Reception desk', second?.name])

  for (const body of [{ name: ' ' }, {}, { name: 'x', credentialId: second?.credentialId }])
    expect(await (await client.send(path(first?.credentialId), token, body, 'PUT')).json()).toMatchObject({
      statusCode: 400
    })
})

it.each(['DELETE', 'POST'] as const)('removes one with %s, and not twice', async (method) => {
  const [first, second] = (await list()).list
  const id = first?.credentialId ?? ''
  const remove = async (): Promise<unknown> => {
    const asked = method === 'DELETE' ? client.send(path(id), token, undefined, method) : post()
    return (await asked).json()
  }
  const post = () => client.send(`webauthn/remove-credential/${id}`, token, {})
  expect(await remove()).toMatchObject({ statusCode: 200, data: { success: true } })
  expect(await names()).toEqual([second?.name])
  expect(await remove()).toMatchObject({ statusCode: 404 })
})

it('touches nobody else’s', async () => {
  const [first] = (await list()).list
  const { access_token } = await new TestClient(sandbox).signIn('ada')
  const foreign = await client.send(path(first?.credentialId), access_token, undefined, 'DELETE')
  expect(await foreign.json()).toMatchObject({ statusCode: 404 })
  expect((await list()).totalCount).toBe(2)
})

it('can lose the answer after the removal, and the connection before it', async () => {
  const [first] = (await list()).list
  const remove = () => client.send(path(first?.credentialId), token, undefined, 'DELETE')
  for (const [kind, left] of [
    ['reset', 2],
    ['lostAnswer', 1]
  ] as const) {
    sandbox.faults.set(`/api/v3/${path(first?.credentialId)}`, { kind, times: 1 })
    await expect(remove()).rejects.toThrow()
    expect((await list()).totalCount).toBe(left)
  }
})

it('is asked by the vendor’s SDK for the same list', async () => {
  const { appId, host: appHost } = sandbox
  const sdk = new AuthenticationClient({ appId, appHost, tokenEndPointAuthMethod: 'none', accessToken: token })
  expect(answer.parse(await sdk.listWebAuthnCredentials({})).data).toEqual(await list())
})
