import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Sandbox, startSandbox } from '../../sandbox'
import { Browser } from '../../sandbox/testing/browser.testing'
import { identityProofs } from './identityProof'
import { discoverOidc } from './oidc/oidc'
import { fetchFor, signedIn, signInAsPerson, tenantOf } from './tenant.testing'

let sandbox: Sandbox
/** The subject of the first person. */
let sub: string
beforeAll(async () => {
  sandbox = await startSandbox()
  sub = (await signedIn(sandbox)).sub
})
afterAll(() => sandbox.close())

let asking = new AbortController()
afterEach(() => {
  asking.abort()
  asking = new AbortController()
})

/** Returns the part of a session that asks its person, with a browser that starts. */
function proofs(person: () => string | undefined = () => sub) {
  const tenant = tenantOf(sandbox)
  const openInBrowser = vi.fn<(link: string) => Promise<boolean>>(() => Promise.resolve(true))
  const log = vi.fn()
  const part = identityProofs({
    oidc: () => discoverOidc(tenant, fetchFor(tenant)),
    redirectPorts: [0],
    language: () => 'en',
    openInBrowser,
    log,
    sub: person
  })
  return { part, openInBrowser, log }
}

/** Begins a proof. Resolves once its link is known, with the proof under way. */
async function begun({ part }: ReturnType<typeof proofs>) {
  const links: string[] = []
  const proof = part.proveIdentity((link) => links.push(link), asking.signal)
  proof.catch(() => undefined)
  await expect.poll(() => links).toHaveLength(1)
  return { proof, links }
}

describe('the proof that a session asks for', () => {
  it('opens the browser and is given by the sign-in there', async () => {
    const parts = proofs()
    const { proof, links } = await begun(parts)
    expect(parts.openInBrowser.mock.calls).toEqual([links])
    await signInAsPerson(sandbox, links[0] ?? '')
    expect(await proof).toEqual({ timeTold: true })
    expect(parts.log).not.toHaveBeenCalled()
  })

  it('is for the person of the session alone', async () => {
    const { proof, links } = await begun(proofs())
    await signInAsPerson(sandbox, links[0] ?? '', 1)
    await expect(proof).rejects.toMatchObject({ code: 'confirmationOtherAccount' })
  })

  it('is not asked of anybody while nobody is signed in', async () => {
    const { part, openInBrowser } = proofs(() => undefined)
    await expect(part.proveIdentity(() => undefined, asking.signal)).rejects.toMatchObject({ code: 'signedOut' })
    expect(openInBrowser).not.toHaveBeenCalled()
  })

  it('goes on by its link if no browser can be started, and that is logged', async () => {
    const failure = new Error('no browser')
    const parts = proofs()
    parts.openInBrowser.mockRejectedValue(failure)
    const { proof, links } = await begun(parts)
    expect(parts.log).toHaveBeenCalledExactlyOnceWith('browser-not-opened', {}, failure)
    await signInAsPerson(sandbox, links[0] ?? '')
    expect(await proof).toEqual({ timeTold: true })
  })
})

describe('the browser of such a proof', () => {
  it('cannot be opened again before there is one', async () => {
    const { part, openInBrowser } = proofs()
    await expect(part.reopenProof()).rejects.toMatchObject({ code: 'invalidInput' })
    expect(openInBrowser).not.toHaveBeenCalled()
  })

  it('may be opened again, and each may follow its link', async () => {
    const parts = proofs()
    const { proof } = await begun(parts)
    await parts.part.reopenProof()
    const handedOut = parts.openInBrowser.mock.calls.flat()
    expect(handedOut).toHaveLength(2)
    for (const link of handedOut) {
      expect((await new Browser().follow(new URL(link))).pathname).toBe('/oidc/auth')
    }
    asking.abort(new Error('cancelled'))
    await expect(proof).rejects.toThrow('cancelled')
  })
})
