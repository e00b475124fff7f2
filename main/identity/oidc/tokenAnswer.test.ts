import { decodeJwt, SignJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { readable, signedIdToken } from './tokenAnswer'

const readAnswer = async (body: unknown): Promise<unknown> =>
  (await readable(new Response(JSON.stringify(body)))).json()
const idTokenWith = (claims: Record<string, unknown>): Promise<string> =>
  new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(new Uint8Array(32))
const usual = { sub: 'ada', exp: 20, iat: 10, nbf: 5, auth_time: 9 }

describe('an answer with tokens', () => {
  it('keeps its members but those without a value, and its status and headers', async () => {
    const answer = new Response('{"access_token":"at","scope":null}', { status: 400, headers: { 'x-request': 'r-1' } })
    const read = await readable(answer)
    expect(await read.json()).toEqual({ access_token: 'at' })
    expect([read.status, read.headers.get('x-request')]).toEqual([400, 'r-1'])
    expect((await readable(new Response('{}', { status: 201 }))).status).toBe(200)
  })

  it.each(['<html>', '[1]', '7', ''])('stays as it is if it is none: %s', async (body) => {
    const answer = new Response(body)
    expect(await readable(answer)).toBe(answer)
    expect(await answer.text()).toBe(body)
  })

  it.each([
    [3600, 3600],
    ['3600', 3600],
    ['12.5', 12.5],
    ['12.25', 12.25],
    [0, 0],
    [-1, undefined],
    ['soon', undefined],
    ['3600s', undefined],
    ['about 3600', undefined],
    ['12.', undefined],
    ['1234567890123456', undefined]
  ])('has a lifetime that is a number, or is written as one: %j', async (expires_in, read) => {
    expect(await readAnswer({ expires_in })).toEqual(read === undefined ? {} : { expires_in: read })
  })
})

describe('the ID token of an answer', () => {
  it('stays as the tenant has signed it if its times can be read', async () => {
    for (const claims of [usual, { sub: 'ada', exp: 20, iat: 10 }]) {
      const id_token = await idTokenWith(claims)
      expect(await readAnswer({ id_token, id_token_as_signed: 'theirs' })).toEqual({ id_token })
    }
    for (const id_token of ['opaque', 7]) expect(await readAnswer({ id_token })).toEqual({ id_token })
  })

  it.each([
    ['an end as text', { exp: '20' }, usual],
    ['a making as text', { iat: '10' }, usual],
    ['a beginning as text', { nbf: '5' }, usual],
    ['no beginning', { nbf: null }, { ...usual, nbf: undefined }],
    ['a time of sign-in as text', { auth_time: '9' }, usual],
    ['a time of sign-in that is nonsense', { auth_time: 'soon' }, { ...usual, auth_time: undefined }],
    ['a time of sign-in below zero', { auth_time: -9 }, { ...usual, auth_time: undefined }]
  ])('with %s can be read, and is kept as signed', async (_name, odd, read) => {
    const asSigned = await idTokenWith({ ...usual, ...odd })
    const answer = (await readAnswer({ id_token: asSigned })) as { id_token: string }
    expect(answer).toEqual({ id_token: expect.any(String) as string, id_token_as_signed: asSigned })
    expect(decodeJwt(answer.id_token)).toEqual(JSON.parse(JSON.stringify(read)))
    const [header, , signature] = asSigned.split('.')
    expect([answer.id_token.split('.')[0], answer.id_token.split('.')[2]]).toEqual([header, signature])
  })

  it.each([
    ['exp', 'soon'],
    ['iat', 'soon'],
    ['nbf', 'soon']
  ])('has a wrong time left as it is, so that it is refused: %s', async (claim, time) => {
    const id_token = await idTokenWith({ ...usual, [claim]: time })
    expect(await readAnswer({ id_token })).toEqual({ id_token })
  })

  it('is checked as it was signed', () => {
    const answer = { access_token: 'at', token_type: 'bearer' } as const
    expect(signedIdToken({ ...answer, id_token: 'read', id_token_as_signed: 'signed' })).toBe('signed')
    expect(signedIdToken({ ...answer, id_token: 'read' })).toBe('read')
    expect(signedIdToken({ ...answer, id_token: 'read', id_token_as_signed: 7 })).toBe('read')
    expect(signedIdToken(answer)).toBe('')
  })
})
