import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { startSandbox, type Sandbox } from '../../index'
import { TestClient } from '../../testing/client.testing'

const succeeded = z.strictObject({
  statusCode: z.literal(200),
  message: z.string(),
  requestId: z.uuid(),
  data: z.strictObject({ key: z.string(), url: z.url() })
})

let sandbox: Sandbox
let client: TestClient

beforeAll(async () => {
  sandbox = await startSandbox()
  client = new TestClient(sandbox)
})

afterEach(() => sandbox.faults.clear())
afterAll(() => sandbox.close())

function form(picture: Blob | string, fields: Record<string, string> = {}): FormData {
  const filled = new FormData()
  for (const [name, value] of Object.entries(fields)) filled.set(name, value)
  filled.set('file', picture)
  return filled
}

const picture = (bytes: number, type = 'image/jpeg') => new Blob([new Uint8Array(bytes)], { type })
const upload = async (sent: FormData): Promise<unknown> => (await client.upload(sent)).json()

it.each([
  ['image/jpeg', {}, /^photos\/[\w-]+\.jpg$/],
  ['image/png', { folder: 'faces', isPrivate: 'true' }, /^faces\/[\w-]+\.png$/]
])('takes a picture of type %s and says where it is', async (type, fields, key) => {
  const { data } = succeeded.parse(await upload(form(picture(100, type), fields)))
  expect(data.key).toMatch(key)
  expect(data.url).toBe(`${sandbox.host}/${data.key}`)
})

it.each([
  ['of another type', form(picture(100, 'image/gif'))],
  ['that is empty', form(picture(0))],
  ['that is text', form('a face')],
  ['with a field it does not know', form(picture(100), { owner: 'ada' })],
  ['for a folder outside', form(picture(100), { folder: '../outside' })]
])('refuses a picture %s', async (_what, sent) => {
  expect(await upload(sent)).toMatchObject({ statusCode: 400 })
})

it('refuses what is no form', async () => {
  const url = `${sandbox.host}/api/v2/upload`
  const send = (type: string) => {
    const headers = { 'x-authing-app-id': sandbox.appId, 'content-type': type }
    return fetch(url, { method: 'POST', headers, body: '{"folder":"photos"}' })
  }
  for (const type of ['application/json', 'multipart/form-data', 'multipart/form-data; boundary=none'])
    expect(await (await send(type)).json()).toMatchObject({ statusCode: 400 })
})

it('takes 5 MB and not a byte more', { timeout: 30_000 }, async () => {
  const limit = 5 * 1024 * 1024
  succeeded.parse(await upload(form(picture(limit))))
  for (const size of [limit + 1, limit + 200_000])
    expect(await upload(form(picture(size)))).toMatchObject({ statusCode: 413 })
})

it.each([
  ['both', { key: true, url: true }],
  ['key', { key: true, url: false }],
  ['url', { key: false, url: true }]
] as const)('names a picture by %s where it was started so', async (uploadNames, named) => {
  const tenant = await startSandbox({ uploadNames })
  const answer: unknown = await (await new TestClient(tenant).upload(form(picture(100)))).json()
  await tenant.close()
  const { data } = z
    .object({ data: z.object({ key: z.string().optional(), url: z.string().optional() }) })
    .parse(answer)
  expect({ key: data.key !== undefined, url: data.url !== undefined }).toEqual(named)
})

it('answers in the V2 envelope where it was started so, refusals included', async () => {
  const tenant = await startSandbox({ uploadEnvelope: 'V2' })
  const older = new TestClient(tenant)
  const [taken, refused]: unknown[] = await Promise.all(
    [form(picture(100)), form(picture(0))].map(async (sent) => (await older.upload(sent)).json())
  )
  await tenant.close()
  const envelope = { code: z.literal(200), message: z.string(), uniqueId: z.uuid() }
  expect(() => z.strictObject({ ...envelope, data: z.object({ key: z.string() }) }).parse(taken)).not.toThrow()
  expect(() => z.strictObject({ ...envelope, code: z.literal(400) }).parse(refused)).not.toThrow()
})

it('takes the folder and the privacy beside the form, as the vendor’s own clients send them', async () => {
  const send = async (query: string) => {
    const headers = { 'x-authing-app-id': sandbox.appId }
    const body = form(picture(100))
    return (await fetch(`${sandbox.host}/api/v2/upload?${query}`, { method: 'POST', headers, body })).json()
  }
  const { data } = succeeded.parse(await send('folder=faces&private=true'))
  expect(data.key).toMatch(/^faces\//)
  expect(sandbox.requests.at(-1)).toMatchObject({ path: '/api/v2/upload', query: 'folder=faces&private=true' })
  expect(await send('private=perhaps')).toMatchObject({ statusCode: 400 })
})

it('can lose the answer', async () => {
  sandbox.faults.set('/api/v2/upload', { kind: 'lostAnswer', times: 1 })
  await expect(upload(form(picture(100)))).rejects.toThrow()
  succeeded.parse(await upload(form(picture(100))))
})
