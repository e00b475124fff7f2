import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox'
import type { RemovalState } from '../../contract/removal'
import { createClient } from '../genauth/client'
import { listEnrolledFactors } from '../genauth/operations'
import { createCredentialStore } from '../session/credentialStore'
import { createSession } from '../session/session'
import { fetchFor, signInAsPerson, tenantOf } from '../session/tenant.testing'
import { inMemory } from '../vault/memory'
import { createConfirmation } from '../confirmation/confirmation'
import type { DialogText } from '../confirmation/dialogText'
import { whereOf } from '../confirmation/where'
import { createPasskeys } from '../topics/passkeys'
import { createRemoval } from './removal'

/** Some minutes after a sign-in, when a dialog is no longer enough. */
export const later = (): number => Date.now() + 6 * 60_000

export type Desk = Awaited<ReturnType<typeof signedInDesk>>

/**
 * A person, signed in at a sandbox of their own, with what a removal needs.
 *
 * @param person index into `sandbox.people`
 * @param now for how the person is asked to confirm
 */
export async function signedInDesk(person: number, options: SandboxOptions = {}, now = Date.now) {
  const sandbox: Sandbox = await startSandbox(options)
  const profile = await mkdtemp(join(tmpdir(), 'holdfast-'))
  const tenant = tenantOf(sandbox)
  const opened: string[] = []
  const dialogs: DialogText[] = []
  const logged: string[] = []
  const log = (): void => undefined
  const openInBrowser = (link: string): Promise<boolean> => Promise.resolve(opened.push(link) > 0)
  const session = createSession({
    tenant,
    fetch: fetchFor(tenant),
    store: createCredentialStore(inMemory(), join(profile, 'session.json'), tenant, log),
    keychain: { hold: () => () => undefined, reset: () => undefined },
    redirectPorts: [0],
    owner: { accepts: () => Promise.resolve(true), handOver: () => undefined },
    language: () => 'en',
    openInBrowser,
    onChanged: log,
    log
  })
  await session.start()
  await session.signIn()
  await signInAsPerson(sandbox, session.signInLink(), person)
  await expect.poll(() => session.state().phase).toBe('signedIn')
  await session.settled()
  opened.length = 0
  sandbox.requests.clear()

  const client = createClient({
    tenant,
    fetch: fetchFor(tenant),
    tokens: session.tokens,
    language: () => 'en',
    wait: () => Promise.resolve()
  })
  let answer: (signal: AbortSignal) => Promise<boolean> = () => Promise.resolve(true)
  return {
    sandbox,
    tenant,
    session,
    client,
    /** Links the browser was started with since the sign-in. */
    opened,
    /** Dialogs that were shown. */
    dialogs,
    /** Events the confirmation logged. */
    logged,
    openInBrowser,
    confirmation: createConfirmation({
      session,
      clockError: () => client.clockError(),
      where: () => whereOf(client, tenant, { sub: session.sub() }),
      log: (event) => logged.push(event),
      confirmInDialog: (text, signal) => {
        dialogs.push(text)
        return answer(signal)
      },
      language: () => 'en',
      now
    }),
    /** What the person does with dialogs from now on; without it they agree. */
    answerDialogs: (next: typeof answer): void => {
      answer = next
    },
    calls: (path: string, method = 'POST') =>
      sandbox.requests.filter((request) => request.path === path && request.method === method).length,
    async close() {
      await sandbox.close()
      await rm(profile, { recursive: true })
    }
  }
}

/** Some people of the sandbox, and factors that are theirs. */
export const ben = 1
export const lin = 2
export const benSms = '66f1d0425a3e7c18b2d4f611'
export const benEmail = '66f1d0425a3e7c18b2d4f612|email'
export const linOtp = '66f1d0425a3e7c18b2d4f621'

/** Resolves with the same, their removal, and what it has shown. All of it is closed with the test. */
export async function removalDesk(person = lin, options: SandboxOptions = {}, now = Date.now) {
  const desk = await signedInDesk(person, options, now)
  onTestFinished(() => desk.close())
  const states: RemovalState[] = []
  const { client, tenant, confirmation } = desk
  const passkeys = createPasskeys(desk)
  const removal = createRemoval({
    client,
    tenant,
    confirmation,
    passkeys: () => passkeys.list(),
    onChanged: (view) => states.push(view),
    log: () => undefined
  })
  return {
    ...desk,
    removal,
    states,
    reached: (phase: RemovalState['phase']) => expect.poll(() => removal.view().phase).toBe(phase),
    resets: () => desk.calls('/api/v3/reset-factor'),
    bound: async () => (await client.call(listEnrolledFactors)).map(({ factorId }) => factorId)
  }
}
