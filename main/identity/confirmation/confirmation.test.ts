import { describe, expect, it } from 'vitest'
import { createConfirmation } from './confirmation'

const minute = 60_000
const now = 1_000_000_000

/** Returns a confirmation `age` ms after a sign-in, and the questions that the person was asked. */
function after(age: number, { agrees = true } = {}) {
  const asked: string[] = []
  const confirmation = createConfirmation({
    session: {
      signedInAt: () => now - age,
      proveIdentity: () => {
        asked.push('a fresh sign-in')
        return Promise.resolve({ timeTold: true })
      }
    },
    clockError: () => undefined,
    confirmInDialog: () => {
      asked.push('a dialog')
      return Promise.resolve(agrees)
    },
    where: () => Promise.resolve({ account: 'ada@fernhill.example', host: 'id.example' }),
    language: () => 'en',
    log: () => undefined,
    now: () => now
  })
  const email = { factorType: 'EMAIL', target: { kind: 'email', email: 'ada@harbour.example' } } as const
  const ask = confirmation.forAddition()
  return { by: () => confirmation.by(), add: () => ask(email, () => undefined, new AbortController().signal), asked }
}

describe('adding a factor', () => {
  it('needs only a yes in a dialog within five minutes of a sign-in', async () => {
    const { add, asked } = after(5 * minute - 1)
    await add()
    expect(asked).toEqual(['a dialog'])
  })

  it('needs a fresh sign-in too if the last one is older, once for the whole enrolment', async () => {
    const { add, asked } = after(5 * minute)
    await add()
    expect(asked).toEqual(['a dialog', 'a fresh sign-in'])
    await add()
    expect(asked).toEqual(['a dialog', 'a fresh sign-in', 'a dialog'])
  })

  it('ends after a no, without a sign-in', async () => {
    const { add, asked } = after(5 * minute, { agrees: false })
    await expect(add()).rejects.toMatchObject({ code: 'additionDeclined' })
    expect(asked).toEqual(['a dialog'])
  })
})

it('a sign-in is recent for five minutes, but not if the clock was set back since', () => {
  const ways = [0, 5 * minute - 1, 5 * minute, -1, -10 * minute].map((age) => after(age).by())
  expect(ways).toEqual(['dialog', 'dialog', 'signIn', 'signIn', 'signIn'])
})
