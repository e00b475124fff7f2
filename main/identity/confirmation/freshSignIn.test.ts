import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../ground/temporaryFolder.testing'
import { type Sandbox, startSandbox } from '../../../sandbox'
import type { Session } from '../sessionInterface'
import { signInTo, startSession } from '../../topics/session/session.testing'
import { signInAsPerson } from '../tenant.testing'
import { inMemory } from '../../vault/memory'
import { createConfirmation } from './confirmation'

const minute = 60_000
const email = { factorType: 'EMAIL', target: { kind: 'email', email: 'ada@harbour.example' } } as const
const asked = { what: 'factor', factorType: 'EMAIL' } as const
const unaborted = new AbortController().signal

let telling: Sandbox
/** A tenant that does not tell when somebody signed in. */
let silent: Sandbox
const sessions: Session[] = []
beforeAll(async () => {
  telling = await startSandbox()
  silent = await startSandbox({ authTime: 'missing' })
})
afterEach(() => Promise.all(sessions.splice(0).map((session) => session.end())))
afterAll(async () => {
  await telling.close()
  await silent.close()
})

/**
 * Returns Ada's session and its confirmation, `age` ms after her sign-in, or in the next run of the app without an age.
 * In the browser somebody does what `inBrowser` says; without it, she signs in.
 */
async function ada({ age, tenant = telling }: { age?: number; tenant?: Sandbox } = {}) {
  const profile = await temporaryFolder()
  const vault = inMemory(new Map())
  const seen = { browser: 0, logged: [] as string[] }
  const person: { inBrowser: (link: string) => Promise<void> } = { inBrowser: () => Promise.resolve() }
  const openInBrowser = async (link: string): Promise<boolean> => {
    await person.inBrowser(link)
    return true
  }
  let session = await startSession(tenant, profile, vault, { openInBrowser })
  sessions.push(session)
  await signInTo(session, tenant)
  if (age === undefined) {
    await session.end()
    session = await startSession(tenant, profile, vault, { openInBrowser })
    sessions.push(session)
  }
  const signedInAt = session.signedInAt() ?? 0
  const signInAs =
    (index: number, deny = false) =>
    (link: string): Promise<void> => {
      seen.browser++
      return signInAsPerson(tenant, link, index, deny)
    }
  person.inBrowser = signInAs(0)
  const confirmation = createConfirmation({
    session,
    clockError: () => undefined,
    confirmInDialog: () => Promise.resolve(true),
    where: () => Promise.resolve({ account: 'ada@fernhill.example', host: 'id.example' }),
    language: () => 'en',
    log: (event) => seen.logged.push(event),
    ...(age !== undefined && { now: () => signedInAt + age })
  })
  const begin = () => {
    const ask = confirmation.forAddition()
    return (signal = unaborted) => ask(email, () => undefined, signal)
  }
  return { confirmation, begin, person, signInAs, seen }
}

describe('adding a factor to a real session', () => {
  it.each([
    ['within five minutes of the sign-in', 5 * minute - 1, 0],
    ['five minutes after the sign-in', 5 * minute, 1],
    ['with a clock that was set back to before the sign-in', -1, 1],
    ['in the next run of the app', undefined, 1]
  ])('%s needs the right number of fresh sign-ins', async (_when, age, signIns) => {
    const { begin, seen } = await ada({ ...(age !== undefined && { age }) })
    await begin()()
    expect(seen.browser).toBe(signIns)
  })

  it('takes a fresh sign-in of its own in each enrolment, and leaves the age of the session as it was', async () => {
    const { begin, confirmation, seen } = await ada()
    const first = begin()
    await first()
    await first()
    expect(seen.browser).toBe(1)
    await begin()()
    expect(seen.browser).toBe(2)
    expect(confirmation.by()).toBe('signIn')
  })

  it('is refused after a sign-in by another person', async () => {
    const { begin, person, signInAs } = await ada()
    person.inBrowser = signInAs(1)
    await expect(begin()()).rejects.toMatchObject({ code: 'confirmationOtherAccount' })
  })

  it('is refused after a denial, and the next enrolment asks again', async () => {
    const { begin, person, signInAs, seen } = await ada()
    person.inBrowser = signInAs(0, true)
    await expect(begin()()).rejects.toMatchObject({ code: 'additionDeclined' })
    person.inBrowser = signInAs(0)
    await begin()()
    expect(seen.browser).toBe(2)
  })

  it('ends with the question while nobody signs in', async () => {
    const { begin, person } = await ada()
    const question = new AbortController()
    person.inBrowser = () => {
      question.abort(new Error('left'))
      return Promise.resolve()
    }
    await expect(begin()(question.signal)).rejects.toThrow('left')
  })
})

describe('a tenant that does not tell when somebody signed in', () => {
  it('is believed for adding, and that is logged', async () => {
    const { begin, seen } = await ada({ tenant: silent })
    await begin()()
    expect(seen).toEqual({ browser: 1, logged: ['sign-in-time-missing'] })
  })

  it('is not believed for removing', async () => {
    const { confirmation } = await ada({ tenant: silent })
    const removal = confirmation.ask('signIn', asked, () => undefined, unaborted)
    await expect(removal).rejects.toMatchObject({ code: 'signInTimeMissing' })
  })
})
