import { AppError, toFailure } from '../../ground/errors'
import { createRunner, type Runner } from '../../ground/machine'
import { signedIn } from '../../identity/credentials/keeping'
import { identityProofs } from '../../identity/identityProof'
import type { Session, SessionParts } from '../../identity/sessionInterface'
import type { SignInAttempt } from '../../identity/signIn'
import { createTokens } from '../../identity/tokens'
import { carryOut, type Carrying, createProvider, waitingFor } from './effects'
import { step } from './machine'
import { type Effect, notStarted, type SessionEvent, type SessionRecord } from './state'

interface Running extends Carrying {
  runner: Runner<SessionRecord, SessionEvent>
}

/** Creates the one session, whose state the window shows. The rules are in `step`. */
export function createSession(parts: SessionParts): Session {
  const { onChanged } = parts
  const provider = createProvider(parts)
  const send = (event: SessionEvent): Promise<void> => runner.send(event)
  const tokens = createTokens({
    ...parts,
    oidc: () => provider.get(),
    onEnded: (error) => void send({ type: 'endedByTenant', failure: toFailure(error) }),
    onKeeping: (keeping) => void send({ type: 'kept', shown: signedIn(keeping) })
  })
  const carrying = { ...parts, provider, tokens, send }
  const runner = createRunner<SessionRecord, SessionEvent, Effect>({
    initial: notStarted,
    step,
    run: carryOut(carrying),
    onChanged({ shown, ended }, before) {
      if (shown !== before.shown && !ended) onChanged(shown)
    }
  })
  const running = { ...carrying, runner }
  const sub = (): string | undefined => runner.state().person?.sub
  return {
    tokens,
    state: () => runner.state().shown,
    sub,
    signedInAt: () => runner.state().person?.signedInAt,
    deviceId: () => runner.state().person?.deviceId,
    barred: (failure) => void send({ type: 'barred', failure }),
    lifted: () => void send({ type: 'lifted' }),
    ...identityProofs({ ...parts, oidc: () => provider.get(), sub }),
    ...waysIn(running),
    ...inTheBrowser(running),
    ...life(running)
  }
}

/** Returns the ways to begin a session and to end it. */
function waysIn({ runner, send, provider, owner, tenant, fetch, language }: Running) {
  function refuseSignedIn(): void {
    if (runner.state().shown.phase === 'signedIn') throw new AppError('invalidInput')
  }

  return {
    async signIn() {
      refuseSignedIn()
      await send({ type: 'signIn' })
    },
    async useToken(given) {
      refuseSignedIn()
      const { redeemGivenToken } = await import('../../identity/givenToken')
      const credential = await redeemGivenToken(given, { tenant, fetch, oidc: () => provider.get(), language })
      await send({ type: 'redeemed', credential, ours: await owner.accepts(credential.sub) })
    },
    adopt: (credential) => send({ type: 'redeemed', credential, ours: true }),
    signOut: () => send({ type: 'signOut' })
  } satisfies Partial<Session>
}

/** Returns the actions of the person while a sign-in waits for the browser. */
function inTheBrowser({ runner, send, tenant }: Running) {
  function waiting(): SignInAttempt {
    const { attempt } = runner.state()
    if (!attempt) throw new AppError('invalidInput')
    return attempt
  }

  return {
    async reopenBrowser() {
      await send({ type: 'reopen', shown: waitingFor(tenant, waiting()) })
    },
    cancelSignIn: () => runner.state().attempt?.cancel(),
    finishSignIn: (address) => waiting().finish(address),
    signInLink: () => waiting().link(),
    authorizationRequest: () => waiting().request
  } satisfies Partial<Session>
}

/** Returns the ways in which a session is read, kept and left. */
function life({ runner, send, tokens, provider, store, keychain }: Running) {
  let started = Promise.resolve()

  async function settled(): Promise<void> {
    await tokens.settled()
    await store.settled()
  }

  return {
    start: () => (started = runner.state().ended ? started : send({ type: 'start' })),
    async prepareSignIn() {
      await started
      if (runner.state().shown.phase !== 'signedIn') await provider.get()
    },
    async wakeUp() {
      if (runner.state().shown.phase !== 'signedIn') return
      await tokens.current()
      const { shown } = runner.state()
      if (shown.phase === 'signedIn' && shown.keptIn === 'unsaved') await tokens.save()
    },
    async retryKeychain() {
      const { person, shown, unreadable } = runner.state()
      if (person?.oneSitting) throw new AppError('invalidInput')
      keychain.reset()
      if (shown.phase === 'signedIn') return tokens.save()
      if (shown.phase === 'keychainUnreadable' || unreadable) return send({ type: 'start' })
      if (shown.phase !== 'signedOut') return
      await store.clear()
      await send({ type: 'cleared' })
    },
    isStored() {
      const { shown, beforeBar } = runner.state()
      const kept = shown.phase === 'barred' ? beforeBar : shown
      return kept?.phase !== 'signedIn' || kept.keptIn === 'keychain' || kept.keptIn === 'saving'
    },
    async end() {
      void send({ type: 'end' })
      await started
      await settled()
      await tokens.forget()
      await send({ type: 'gone' })
    },
    settled
  } satisfies Partial<Session>
}
