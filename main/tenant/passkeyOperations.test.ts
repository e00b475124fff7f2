import { describe, expect, it } from 'vitest'
import { listWebauthnCredentials, listWebauthnCredentialsForSure } from './operations'

const letters = (length: number): string => 'x'.repeat(length)
const read = (answer: unknown): unknown => listWebauthnCredentials.data.safeParse(answer).data
const readForSure = (answer: unknown): unknown => listWebauthnCredentialsForSure.data.safeParse(answer).data

describe('a list of passkeys', () => {
  const list = [{ credentialId: 'a' }]

  it('is read from a page, or as it is', () => {
    for (const answer of [{ list, totalCount: 1 }, list]) {
      expect([read(answer), readForSure(answer)]).toEqual([list, list])
    }
  })

  it('may be null in either place, but not for a caller that decides by it', () => {
    for (const answer of [{ list: null }, null]) {
      expect([read(answer), readForSure(answer)]).toEqual([[], undefined])
    }
  })
})

describe('a passkey', () => {
  it.each([
    [{ credentialId: 'a', credentialID: 'b', id: 'c' }, 'a'],
    [{ credentialID: 'b', id: 'c' }, 'b'],
    [{ credentialId: null, credentialID: null, id: 'c' }, 'c'],
    [{ credentialId: 7, id: 'c' }, 'c'],
    [{ credentialId: letters(1024), id: 'c' }, letters(1024)],
    [{ credentialId: letters(1025), id: 'c' }, 'c']
  ])('has its id under the first name that holds one', (passkey, credentialId) => {
    expect(read([passkey])).toEqual([{ credentialId }])
  })

  it('that has no id is of no use, and the failure says so', () => {
    for (const passkey of [{ name: 'Key' }, { credentialId: '' }]) {
      expect(listWebauthnCredentials.data.safeParse([passkey]).error?.issues).toMatchObject([
        { code: 'custom', message: 'A passkey without an id cannot be renamed or removed.' }
      ])
    }
  })

  it.each([
    [{ name: 'Key', credentialName: 'Other', deviceName: 'Laptop' }, { name: 'Key' }],
    [{ name: ' ', credentialName: 'Other', deviceName: 'Laptop' }, { name: 'Other' }],
    [{ name: null, credentialName: 7, deviceName: 'Laptop' }, { name: 'Laptop' }],
    [{ name: letters(121) }, { name: `${letters(119)}…` }],
    [{}, {}]
  ])('has the first name that can be shown, if there is one', (names, shown) => {
    expect(read([{ id: 'a', ...names }])).toEqual([{ credentialId: 'a', ...shown }])
  })

  it.each([
    [0, { createdAt: 0 }],
    ['2026-03-02T09:14:00.000Z', { createdAt: Date.UTC(2026, 2, 2, 9, 14) }],
    ['yesterday', {}],
    [null, {}],
    [undefined, {}]
  ])('was made at a moment that is written as a number or as a date: %j', (createdAt, shown) => {
    expect(read([{ id: 'a', createdAt }])).toStrictEqual([{ credentialId: 'a', ...shown }])
  })
})
