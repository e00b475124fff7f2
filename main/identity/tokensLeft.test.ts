import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { temporaryFolder } from '../ground/temporaryFolder.testing'
import { AppError } from '../ground/errors'
import { inMemory } from '../vault/memory'
import type { Credential } from './credentials/credential'
import { anyTenant, asStored, expired, RotatingEndpoint, tokensOf } from './tokens.testing'

let profile: string
beforeEach(async () => {
  profile = await temporaryFolder()
})

const first: Credential = { sub: 'u', refreshToken: 'rt-0', accessToken: 'at-0', accessTokenUsableUntil: 0 }
const second: Credential = { ...first, refreshToken: 'rt-9', accessToken: 'at-9', accessTokenUsableUntil: Infinity }

/**
 * Resolves to a session whose refresh is under way.
 *
 * @param wait resolves when the person has waited long enough for that refresh
 */
async function asking(wait?: () => Promise<void>) {
  let reached = (): void => undefined
  let answer: (renewed: Promise<Credential>) => void = () => undefined
  const asked = new Promise<void>((resolve) => (reached = resolve))
  const answered = new Promise<Credential>((resolve) => (answer = resolve))
  const oidc = {
    ...new RotatingEndpoint().asOidc(),
    refresh: () => {
      reached()
      return answered
    }
  }
  const provider = (): Promise<typeof oidc> => Promise.resolve(oidc)
  const parts = tokensOf({ tenant: anyTenant, profile, vault: inMemory(), oidc: provider, ...(wait && { wait }) })
  parts.tokens.resume(expired(first), asStored)
  const waiting = parts.tokens.current()
  await asked
  return { ...parts, waiting, answer }
}

/** Resolves to a session that was left while its refresh was under way, and to the session after it. */
async function leftWhileAsking() {
  const parts = await asking()
  await parts.tokens.forget()
  await parts.tokens.adopt(second)
  return parts
}

const renewed: Credential = { ...first, refreshToken: 'rt-1', accessToken: 'at-1' }
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('a refresh that ends after its session was left', () => {
  it('does not end the next session by a refusal', async () => {
    const { tokens, ended, waiting, answer } = await leftWhileAsking()
    answer(Promise.reject(new AppError('sessionEnded')))
    await expect(waiting).rejects.toMatchObject({ code: 'signedOut' })
    expect(ended).toEqual([])
    expect(await tokens.current()).toBe('at-9')
  })

  it('does not keep the next session waiting', async () => {
    const { tokens, waiting, answer } = await leftWhileAsking()
    expect(await tokens.current()).toBe('at-9')
    answer(Promise.resolve(renewed))
    await expect(waiting).rejects.toMatchObject({ code: 'signedOut' })
  })

  it('brings nothing into the keychain', async () => {
    const { tokens, store, keepings, waiting, answer } = await leftWhileAsking()
    answer(Promise.resolve(renewed))
    await Promise.allSettled([waiting, tokens.settled()])
    expect((await store.load())?.credential.refreshToken).toBe('rt-9')
    expect(keepings.at(-1)).toEqual({ keptIn: 'keychain' })
  })
})

describe('a session that is left', () => {
  it('gives its newest refresh token, after the refresh under way', async () => {
    const { tokens, waiting, answer } = await asking(() => new Promise(() => undefined))
    const forgotten = tokens.forget()
    answer(Promise.resolve(renewed))
    expect([await waiting, await forgotten]).toEqual(['at-1', 'rt-1'])
  })

  it('keeps nobody waiting if no refresh is under way', async () => {
    const wait = vi.fn(() => Promise.resolve())
    const { tokens } = tokensOf({
      tenant: anyTenant,
      profile,
      vault: inMemory(),
      oidc: () => Promise.resolve(new RotatingEndpoint().asOidc()),
      wait
    })
    tokens.resume(first, asStored)
    expect(await tokens.forget()).toBe('rt-0')
    expect(wait).not.toHaveBeenCalled()
  })
})

/** Answers the refresh that is under way, and resolves to the order in which that and the wait for all work ended. */
async function orderOfWork({ tokens, waiting, answer }: Awaited<ReturnType<typeof asking>>): Promise<string[]> {
  const order: string[] = []
  const settled = tokens.settled().then(() => order.push('settled'))
  await nextTurn()
  order.push('answered')
  answer(Promise.resolve(renewed))
  await Promise.allSettled([waiting, settled])
  return order
}

describe('the wait for all work', () => {
  it('ends after the refresh of the session', async () => {
    const parts = await asking()
    expect(await orderOfWork(parts)).toEqual(['answered', 'settled'])
    await parts.waiting
    expect((await parts.store.load())?.credential.refreshToken).toBe('rt-1')
  })

  it('ends after the refresh of a session that was left', async () => {
    expect(await orderOfWork(await leftWhileAsking())).toEqual(['answered', 'settled'])
  })
})

/** Returns true if the credential that was in use can still be reached. */
async function isHeldAfter(over: (parts: ReturnType<typeof tokensOf>) => Promise<unknown>): Promise<boolean> {
  const refuse = (): Promise<never> => Promise.reject(new AppError('sessionEnded'))
  const oidc = { ...new RotatingEndpoint().asOidc(), refresh: refuse }
  const parts = tokensOf({ tenant: anyTenant, profile, vault: inMemory(), oidc: () => Promise.resolve(oidc) })
  const inUse = ((): WeakRef<Credential> => {
    const credential = { ...first, accessTokenUsableUntil: Infinity }
    parts.tokens.resume(credential, asStored)
    return new WeakRef(credential)
  })()
  await over(parts)
  await parts.tokens.settled()
  // An error knows the frames that it came through, with all that they held.
  parts.ended.length = 0
  // The clean-up of an effect that has just ended comes in the next turns.
  await new Promise((resolve) => setTimeout(resolve, 10))
  setFlagsFromString('--expose_gc')
  ;(runInNewContext('gc') as () => void)()
  const isHeld = inUse.deref() !== undefined
  await expect(parts.tokens.current()).rejects.toMatchObject({ code: 'signedOut' })
  return isHeld
}

describe('tokens in memory', () => {
  it('are held by nothing once they are forgotten', async () => {
    expect(await isHeldAfter(({ tokens }) => tokens.forget())).toBe(false)
  })

  it('are held by nothing once the tenant has ended their session', async () => {
    expect(await isHeldAfter(({ tokens }) => tokens.replace('at-0').catch(() => undefined))).toBe(false)
  })
})
