import { expect, it } from 'vitest'
import { protectionOf } from './protection'

const app = { factorId: 'a', factorType: 'OTP' }
const mail = { factorId: 'b', factorType: 'EMAIL' }

it.each([
  [[], undefined, { by: 'alone', methods: 0, passkeys: 0, codeKeptAt: undefined }],
  [[], 0, { by: 'alone', methods: 0, passkeys: 0, codeKeptAt: undefined }],
  [[], 2, { by: 'onlyPasskeys', methods: 0, passkeys: 2, codeKeptAt: undefined }],
  [[app], 0, { by: 'methods', methods: 1, passkeys: 0, codeKeptAt: undefined }],
  [[app, mail], 1, { by: 'methods', methods: 2, passkeys: 1, codeKeptAt: undefined }],
  [[{ ...app, codeKeptAt: 5 }, mail], 0, { by: 'methods', methods: 2, passkeys: 0, codeKeptAt: 5 }],
  [
    [
      { ...app, codeKeptAt: 5 },
      { ...app, codeKeptAt: 9 }
    ],
    0,
    { by: 'methods', methods: 2, passkeys: 0, codeKeptAt: 9 }
  ]
])('gives for %j and %j passkeys the protection %j', (active, passkeys, said) => {
  expect(protectionOf(active, passkeys)).toEqual(said)
})
