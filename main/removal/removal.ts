import type { RemovalPreview, RemovalState } from '../../contract/removal'
import type { Confirmation } from '../confirmation/confirmation'
import { AppError, toFailure } from '../errors'
import { mayHaveHappened, mayWantProof, removalRefusal, sendingFailure, unbindingRefusal } from '../enrolment/refusals'
import type { Client } from '../genauth/client'
import type { Log } from '../log'
import type { Tenant } from '../tenant'
import { step } from './machine'
import {
  accountNameOf,
  countOf,
  isBound,
  isGone,
  isPasswordSet,
  leadsToAccount,
  lookUp,
  reset as resetFactor,
  sendCode,
  unbind
} from './requests'
import { type Event, isBusy, isRemoving, nothing, type Removal as State, type Request, type Subject } from './state'
import { factorOf, viewOf } from './view'

/** The one removal there can be at a time. */
export interface Removal {
  view(): RemovalState
  /** What would be left. @throws AppError of the client; `alreadyRemoved` when the factor is not there */
  preview(factorId: string): Promise<RemovalPreview>
  /**
   * Begins a removal; resolves once the person is being asked.
   *
   * @param accountName what the person typed, needed where nothing else would be left
   * @throws AppError `notAllowed` while another one is under way, `accountNameWrong`, and those of `preview`
   */
  start(factorId: string, accountName?: string): Promise<void>
  /** The link of the fresh sign-in under way. @throws AppError `invalidInput` when there is none */
  signInLink(): string
  sendCode(): void
  confirmCode(passcode: string): void
  recheck(): void
  /** @throws AppError `notAllowed` while the server is being asked to remove the factor */
  leave(): void
  /** The session is over. */
  reset(): void
}

interface RemovalParts {
  client: Client
  tenant: Tenant
  confirmation: Confirmation
  /** The account's passkeys; undefined where the tenant has none. */
  passkeys: () => Promise<readonly unknown[] | undefined>
  onChanged: (view: RemovalState) => void
  log: Log
  now?: () => number
}

export function createRemoval({
  client,
  tenant,
  confirmation,
  passkeys,
  onChanged,
  log,
  now = Date.now
}: RemovalParts): Removal {
  let state: State = nothing
  /** Ends what is under way for a removal that was left, and voids its confirmation. */
  let current = new AbortController()

  function become(next: State): void {
    state = next
    onChanged(viewOf(next))
  }

  function dispatch(event: Event): void {
    const { state: next, request } = step(state, event)
    if (next !== state) become(next)
    if (request) void perform(request, current.signal)
  }

  /** Makes the request and passes its outcome on, unless the removal was left meanwhile. */
  async function perform(request: Request, signal: AbortSignal): Promise<void> {
    const event = await outcomeOf(request, signal)
    if (!signal.aborted) dispatch(event)
  }

  function outcomeOf(request: Request, signal: AbortSignal): Promise<Event> {
    switch (request.do) {
      case 'confirm':
        return confirm(request, signal)
      case 'reset':
        return remove(request.subject)
      case 'unbind':
        return unbindBy(request)
      case 'sendCode':
        return send(request, signal)
      case 'reread':
        return reread(request.factorId)
    }
  }

  async function confirm({ subject, by }: Extract<Request, { do: 'confirm' }>, signal: AbortSignal): Promise<Event> {
    const { factorId, factorType, target } = factorOf(subject)
    const onLink = (link: string): void => {
      if (!signal.aborted) dispatch({ type: 'linked', link })
    }
    try {
      const agreed = await confirmation.ask(by, { what: 'factor', factorType, target }, onLink, signal)
      return agreed ? { type: 'confirmed', factorId } : { type: 'kept' }
    } catch (error) {
      if (!signal.aborted) log('removal-not-confirmed', {}, error)
      return { type: 'notConfirmed', failure: toFailure(error) }
    }
  }

  async function remove({ factorId, target }: Subject): Promise<Event> {
    try {
      await resetFactor(client, factorId)
    } catch (error) {
      const refused = notRemoved(error, removalRefusal)
      if (refused.type === 'doubtful') return refused
      // It may have been removed all the same, or by somebody else while the person was being asked.
      if ((await isGone(client, factorId)) === true) return { type: 'done', at: now() }
      return mayWantProof(error) ? { ...refused, codeMayDo: (await leadsToAccount(client, target)) === true } : refused
    }
    // Where the list cannot be read, the server's word counts.
    if ((await isGone(client, factorId)) !== false) return { type: 'done', at: now() }
    return { type: 'refused', failure: toFailure(new AppError('stillListed')) }
  }

  async function unbindBy({ subject, passcode }: Extract<Request, { do: 'unbind' }>): Promise<Event> {
    try {
      await unbind(client, subject.target, passcode)
    } catch (error) {
      const told = notRemoved(error, unbindingRefusal)
      return (await isLost(subject)) === true ? { type: 'done', at: now() } : told
    }
    if ((await isLost(subject)) !== false) return { type: 'done', at: now() }
    return { type: 'refused', failure: toFailure(new AppError('stillListed')) }
  }

  /** Whether the account has lost the contact, or the factor, whatever was answered; `undefined` where it cannot be told. */
  async function isLost({ factorId, target }: Subject): Promise<boolean | undefined> {
    const isKept = await leadsToAccount(client, target)
    if (isKept === false) return true
    const isUnlisted = await isGone(client, factorId)
    return isKept === undefined && isUnlisted === false ? undefined : isUnlisted
  }

  function notRemoved(error: unknown, meaning: (error: unknown) => unknown) {
    log('factor-not-removed', {}, error)
    const failure = toFailure(meaning(error))
    return { type: mayHaveHappened(error) ? 'doubtful' : 'refused', failure } as const
  }

  async function send({ target }: Extract<Request, { do: 'sendCode' }>, signal: AbortSignal): Promise<Event> {
    try {
      await sendCode(client, target, signal)
      return { type: 'codeSent', at: now() }
    } catch (error) {
      if (!signal.aborted) log('code-not-sent', {}, error)
      const told = sendingFailure(error)
      const failure = toFailure(told)
      return told === error ? { type: 'codeNotSent', failure } : { type: 'codeSent', at: now(), failure }
    }
  }

  async function reread(factorId: string): Promise<Event> {
    try {
      return { type: 'reread', bound: await isBound(client, factorId) }
    } catch (error) {
      log('factors-not-reread', {}, error)
      return { type: 'notReread', failure: toFailure(error) }
    }
  }

  /** What the person is to be asked about, read anew. */
  async function check(factorId: string, accountName: string, signal: AbortSignal): Promise<Subject> {
    const { subject, left } = await lookUp(client, factorId, signal)
    if (left.length === 0 && !isSameName(accountName, await accountNameOf(client, tenant, signal))) {
      throw new AppError('accountNameWrong')
    }
    return subject
  }

  function reset(): void {
    current.abort()
    current = new AbortController()
    if (state.phase !== 'none') become(nothing)
  }

  return {
    view: () => viewOf(state),
    async preview(factorId) {
      const [{ subject, left }, accountName, passwordSet, passkeyCount] = await Promise.all([
        lookUp(client, factorId),
        accountNameOf(client, tenant),
        isPasswordSet(client),
        countOf(passkeys)
      ])
      return {
        factor: factorOf(subject),
        left: left.map(factorOf),
        ...(passwordSet !== undefined && { passwordSet }),
        ...(passkeyCount !== undefined && { passkeys: passkeyCount }),
        accountName,
        confirmBy: confirmation.by()
      }
    },
    async start(factorId, accountName = '') {
      if (isBusy(state)) throw new AppError('notAllowed')
      reset()
      dispatch({ type: 'start' })
      const { signal } = current
      try {
        const subject = await check(factorId, accountName, signal)
        if (!signal.aborted) dispatch({ type: 'checked', subject, by: confirmation.by() })
      } catch (error) {
        if (signal.aborted) return
        dispatch({ type: 'notChecked' })
        throw error
      }
    },
    signInLink() {
      if (state.phase !== 'confirming' || state.link === undefined) throw new AppError('invalidInput')
      return state.link
    },
    sendCode: () => dispatch({ type: 'sendCode', at: now() }),
    confirmCode: (passcode) => dispatch({ type: 'confirmCode', passcode }),
    recheck: () => dispatch({ type: 'recheck' }),
    leave() {
      if (isRemoving(state)) throw new AppError('notAllowed')
      reset()
    },
    reset
  }
}

const isSameName = (one: string, other: string): boolean => one.trim().toLowerCase() === other.trim().toLowerCase()
