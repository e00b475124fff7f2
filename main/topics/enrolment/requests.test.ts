import { describe, expect, it } from 'vitest'
import { AppError } from '../../ground/errors'
import { createClient } from '../../tenant/client'
import type { FetchInit } from '../../tenant/fetch'
import { proofOf } from './requests'

const photo = Uint8Array.of(0xff, 0xd8, 0xff, 0xd9)
const tenant = { host: 'https://id.fernhill.example', appId: 'app-1', issuer: 'https://id.fernhill.example/oidc' }

/** Resolves to the proof that is made from this answer to the upload, and to the one request for it. */
async function uploadAnswered(answer: unknown) {
  const sent: { url: URL; init: FetchInit | undefined }[] = []
  const client = createClient({
    tenant,
    fetch: (url, init) => {
      sent.push({ url: new URL(url), init })
      return Promise.resolve(new Response(typeof answer === 'string' ? answer : JSON.stringify(answer)))
    },
    tokens: { current: () => Promise.resolve('token'), replace: () => Promise.resolve('token') },
    language: () => 'en'
  })
  const proof = await proofOf(client, { photo }).catch((error: unknown) => error)
  return { proof, sent }
}

const key = 'photos/0c1d.jpg'
const url = `https://files.fernhill.example/${key}`

describe('a face photo', () => {
  it.each([
    ['in the V3 envelope', { statusCode: 200, message: 'ok', requestId: 'r', data: { key, url } }, key],
    ['in the V2 envelope', { code: 200, message: 'ok', data: { key, url } }, key],
    ['in the V2 envelope with its code as text', { code: '200', message: 'ok', data: { key, url } }, key],
    ['by a key only', { code: 200, message: 'ok', data: { key } }, key],
    ['by an address only', { code: 200, message: 'ok', data: { url } }, url],
    ['by a relative address', { statusCode: 200, data: { url: `/${key}` } }, `/${key}`],
    ['by an address beside an empty key', { statusCode: 200, data: { key: ' ', url } }, url],
    ['by an address beside a key that is null', { statusCode: 200, data: { key: null, url } }, url],
    ['by a key beside an address that is no text', { statusCode: 200, data: { key, url: { href: url } } }, key],
    ['among fields nobody asked for', { statusCode: 200, data: { key, url, size: 4, owner: { id: 'ada' } } }, key]
  ])('that the tenant names %s is enrolled by that name', async (_how, answer, name) => {
    expect((await uploadAnswered(answer)).proof).toEqual({ photo: name, isExternalPhoto: false })
  })

  it.each([
    ['V2', { code: 413, message: 'too large' }, { code: 'rejected', facts: { status: 413, detail: 'too large' } }],
    ['V2 by business code', { code: 1700, message: 'no face' }, { code: 'rejected', facts: { apiCode: 1700 } }],
    ['V3', { statusCode: 422, apiCode: 1700 }, { code: 'rejected', facts: { apiCode: 1700, status: 422 } }]
  ])('that is refused in the envelope of %s is told as refused', async (_which, answer, told) => {
    const { proof } = await uploadAnswered(answer)
    expect(proof).toBeInstanceOf(AppError)
    expect(proof).toMatchObject(told)
  })

  it.each([
    ['names it by nothing', { code: 200, data: {} }],
    ['has no data', { code: 200, message: 'ok' }],
    ['is a page', '<html>Uploaded</html>'],
    ['is data without an envelope', { key, url }]
  ])('whose answer %s is told as unexpected', async (_what, answer) => {
    expect((await uploadAnswered(answer)).proof).toMatchObject({ code: 'unexpectedAnswer' })
  })

  it('is uploaded once, as private, in a form that holds the picture and nothing else', async () => {
    const { sent } = await uploadAnswered({ code: 200, data: { key, url } })
    expect(sent).toHaveLength(1)
    const [{ url: address, init } = { url: undefined, init: undefined }] = sent
    expect(address?.pathname).toBe('/api/v2/upload')
    expect(Object.fromEntries(address?.searchParams ?? [])).toEqual({ folder: 'photos', private: 'true' })
    const type = new Headers(init?.headers).get('content-type') ?? ''
    expect(type).toMatch(/^multipart\/form-data; boundary=/)
    const body = Buffer.from(init?.body instanceof Uint8Array ? init.body : '').toString('latin1')
    expect(body.match(/ name="[^"]*"/g)).toEqual([' name="file"'])
    expect(body).toContain(Buffer.from(photo).toString('latin1'))
  })
})
