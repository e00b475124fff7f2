import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startSandbox, type Fault, type Sandbox } from '../index'
import { TestClient, type Tokens } from '../testing/client.testing'

const route = '/api/v3/list-enrolled-factors'

let sandbox: Sandbox
let client: TestClient
let tokens: Tokens

beforeAll(async () => {
  sandbox = await startSandbox()
  client = new TestClient(sandbox)
  tokens = await client.signIn('ben')
})

afterEach(() => sandbox.faults.clear())
afterAll(() => sandbox.close())

function ask(fault?: Fault): Promise<Response> {
  if (fault !== undefined) sandbox.faults.set(route, fault)
  return client.api('list-enrolled-factors', { authorization: tokens.access_token })
}

const body = async (fault?: Fault) => (await (await ask(fault)).json()) as Record<string, unknown>

describe('a fault on a V3 route', () => {
  it('replaces the answer', async () => {
    const gateway = await ask({ kind: 'status', status: 502 })
    expect([gateway.status, gateway.headers.get('content-type')]).toEqual([502, 'text/html; charset=utf-8'])
    expect(await gateway.text()).toContain('<h1>502 from the gateway</h1>')

    const plain = await ask({ kind: 'status', status: 503, body: 'later', contentType: 'text/plain' })
    expect([plain.status, await plain.text()]).toEqual([503, 'later'])

    const portal = await ask({ kind: 'notJson' })
    expect([portal.status, await portal.text()]).toEqual([200, expect.stringContaining('<!doctype html>')])

    expect(await body({ kind: 'businessError', statusCode: 422, apiCode: 1700, message: 'no photo' })).toMatchObject({
      statusCode: 422,
      apiCode: 1700,
      message: 'no photo'
    })
    expect(await body({ kind: 'json', body: [1] })).toEqual([1])
  })

  it.each(['7', 'Wed, 21 Oct 2026 07:28:00 GMT'])('limits the rate until %s', async (retryAfter) => {
    const limited = await ask({ kind: 'rateLimited', retryAfter })
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, retryAfter])
    expect(await limited.json()).toMatchObject({ statusCode: 429 })
  })

  it('changes the data', async () => {
    const { data } = await body()
    expect(data).toHaveLength(2)
    const [first] = data as unknown[]

    expect(await body({ kind: 'wrongType' })).toMatchObject({ statusCode: 200, data: 'unexpected' })
    expect(await body({ kind: 'objectForArray' })).toMatchObject({ data: first })
    expect(await body({ kind: 'nullData' })).toMatchObject({ data: null })
    expect(await body({ kind: 'data', value: [{ factorType: '\u202Eevil' }] })).toMatchObject({
      data: [{ factorType: '\u202Eevil' }]
    })
    expect(await body({ kind: 'secretFields' })).toMatchObject({
      data: [{ factorType: 'SMS', secret: 'JBSWY3DPEHPK3PXP' }, { recoveryCode: 'e7ad-aaa4-da75' }]
    })
    expect(await body({ kind: 'rewrite', change: ({ data: same }) => ({ list: same }) })).toEqual({ list: data })
  })

  it('cuts or bloats the JSON', async () => {
    await expect(body({ kind: 'truncatedJson' })).rejects.toThrow(SyntaxError)
    const huge = await (await ask({ kind: 'hugeJson', bytes: 2_000_000 })).text()
    expect(huge.length).toBeGreaterThan(2_000_000)
    expect(JSON.parse(huge)).toMatchObject({ statusCode: 200 })
  })

  it('slows down without losing anything', async () => {
    const { data } = await body()
    const delayed = body({ kind: 'delay', ms: 400 })
    const other = client.api('get-country-list').then(() => 'first')
    expect(await Promise.race([delayed, other])).toBe('first')
    expect(await delayed).toMatchObject({ data })

    const pieces: string[] = []
    const slow = await ask({ kind: 'slowBody', ms: 50 })
    for await (const piece of slow.body?.pipeThrough(new TextDecoderStream()) ?? []) pieces.push(piece)
    expect(pieces).toHaveLength(2)
    expect(JSON.parse(pieces.join(''))).toMatchObject({ data })
  })

  it('holds a request back until it may go on, and handles it then', async () => {
    let release = (): void => undefined
    const until = new Promise<void>((resolve) => (release = resolve))
    const held = body({ kind: 'held', until, times: 1 })
    expect(await Promise.race([held, client.api('get-country-list').then(() => 'first')])).toBe('first')
    release()
    expect(await held).toMatchObject({ statusCode: 200 })
  })

  it('shifts the Date header', async () => {
    const response = await ask({ kind: 'skewedDate', ms: -3_600_000 })
    expect(Date.parse(response.headers.get('date') ?? '')).toBeLessThan(Date.now() - 3_500_000)
    expect(response.status).toBe(200)
  })

  it('resets the connection', async () => {
    await expect(ask({ kind: 'reset' })).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } })
  })

  it('hits as often as it is told to, and only its route', async () => {
    sandbox.faults.set(route, { kind: 'nullData', times: 2 })
    const other = await client.api('list-factors-to-enroll', { authorization: tokens.access_token })
    expect(await other.json()).toMatchObject({ data: [{ factorType: 'OTP' }, { factorType: 'FACE' }] })
    expect([(await body())['data'], (await body())['data']]).toEqual([null, null])
    expect((await body())['data']).toHaveLength(2)
  })

  it('ends when it is cleared', async () => {
    sandbox.faults.set(route, { kind: 'nullData' })
    sandbox.faults.clear('/api/v3/get-profile')
    expect((await body())['data']).toBeNull()
    sandbox.faults.clear(route)
    expect((await body())['data']).toHaveLength(2)
  })

  it('can leave a request without an answer, until the sandbox closes', async () => {
    const other = await startSandbox()
    other.faults.set('/api/v3/get-country-list', { kind: 'hang' })
    const hanging = new TestClient(other).api('get-country-list')
    await expect.poll(() => other.requests.length).toBe(1)
    expect(other.requests[0]).not.toHaveProperty('status')
    await Promise.all([expect(hanging).rejects.toThrow(), other.close()])
  })
})

describe('a fault on an OIDC route', () => {
  const provider = async (path: string) => await (await fetch(`${sandbox.host}/oidc${path}`)).json()

  it('loses the answer after the change was made', async () => {
    const { refresh_token } = await client.signIn('ada')
    sandbox.faults.set('/oidc/token', { kind: 'lostAnswer', times: 1 })
    await expect(client.refresh(refresh_token)).rejects.toThrow()
    expect(await (await client.refresh(refresh_token)).json()).toMatchObject({ error: 'invalid_grant' })
  })

  it('renames expires_in', async () => {
    const { refresh_token } = await client.signIn('ada')
    sandbox.faults.set('/oidc/token', { kind: 'expireIn' })
    const answer = await (await client.refresh(refresh_token)).json()
    expect(answer).toMatchObject({ expire_in: 3600, token_type: 'Bearer' })
    expect(answer).not.toHaveProperty('expires_in')
  })

  it('makes mutants of the discovery document', async () => {
    const path = '/oidc/.well-known/openid-configuration'
    sandbox.faults.set(path, {
      kind: 'rewrite',
      change: (document) => ({ ...document, issuer: 'https://evil.example' })
    })
    expect(await provider('/.well-known/openid-configuration')).toMatchObject({
      issuer: 'https://evil.example',
      token_endpoint: `${sandbox.host}/oidc/token`
    })
    sandbox.faults.set(path, { kind: 'status', status: 500 })
    await expect(provider('/.well-known/openid-configuration')).rejects.toThrow(SyntaxError)
  })
})
