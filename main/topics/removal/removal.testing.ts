import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { temporaryFolder } from '../../ground/temporaryFolder.testing'
import { type Sandbox, type SandboxOptions, startSandbox } from '../../../sandbox'
import type { RemovalState } from '../../../contract/removal'
import { createClient } from '../../tenant/client'
import { listEnrolledFactors } from '../../tenant/operations'
import { createCredentialStore } from '../../identity/credentials/credentialStore'
import { createSession } from '../session/session'
import { fetchFor, signInAsPerson, tenantOf } from '../../identity/tenant.testing'
import { inMemory } from '../../vault/memory'
import { createConfirmation } from '../../identity/confirmation/confirmation'
import type { DialogText } from '../../ground/dialogText'
import { whereOf } from '../../identity/confirmation/where'
import { createPasskeys } from '../passkeys/handlers'
import { createRemoval } from './removal'

/** Returns a time some minutes after a sign-in, when a dialog is no longer enough. */
export const later = (): number => Date.now() + 6 * 60_000

export type Desk = Awaited<ReturnType<typeof signedInDesk>>

/**
 * Signs a person in at a sandbox of their own. Resolves to the parts that a removal needs.
 *
 * @param person the index in `sandbox.people`
 * @param now the clock that decides how the person is asked to confirm
 */
export async function signedInDesk(person: number, options: SandboxOptions = {}, now = Date.now) {
  const sandbox: Sandbox = await startSandbox(options)
  const profile = await temporaryFolder()
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
    /** The links that the browser was started with since the sign-in. */
    opened,
    /** The dialogs that were shown. */
    dialogs,
    /** The events that the confirmation logged. */
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
    /** Sets the answer of the person to further dialogs. Without it they agree. */
    answerDialogs: (next: typeof answer): void => {
      answer = next
    },
    calls: (path: string, method = 'POST') =>
      sandbox.requests.filter((request) => request.path === path && request.method === method).length,
    async close() {
      await sandbox.close()
    }
  }
}

/** Some people of the sandbox, and their factors. */
export const ben = 1
export const lin = 2
export const benSms = '66f1d0425a3e7c18b2d4f611'
export const benEmail = '66f1d0425a3e7c18b2d4f612|email'
export const linOtp = '66f1d0425a3e7c18b2d4f621'

/** Resolves to the same, with a removal and the views it has shown. All of it is closed with the test. */
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
