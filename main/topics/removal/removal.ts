import type { RemovalPreview, RemovalState } from '../../../contract/removal'
import type { Confirmation } from '../../identity/confirmation/confirmation'
import { AppError } from '../../ground/errors'
import type { Client } from '../../tenant/client'
import type { Log } from '../../log/log'
import { createRunner } from '../../ground/machine'
import type { Tenant } from '../../ground/tenant'
import { carryOut } from './effects'
import { step } from './machine'
import { accountNameOf, countOf, isPasswordSet, lookUp } from './requests'
import {
  type RemovalEvent,
  isBusy,
  isRemoving,
  nothing,
  type Removal as State,
  type Effect,
  type Subject
} from './state'
import { factorOf, viewOf } from './view'

/** The removal under way. There is at most one at a time. */
export interface Removal {
  view(): RemovalState
  /**
   * Resolves to the methods that would be left. @throws AppError of the client; `alreadyRemoved` if the factor is not
   * there
   */
  preview(factorId: string): Promise<RemovalPreview>
  /**
   * Begins a removal, and resolves once the person is being asked.
   *
   * @param accountName the name that the person typed, needed if nothing else would be left
   * @throws AppError `notAllowed` while another one is under way, `accountNameWrong`, and those of `preview`
   */
  start(factorId: string, accountName?: string): Promise<void>
  /** Returns the link of the fresh sign-in under way. @throws AppError `invalidInput` if there is none */
  signInLink(): string
  sendCode(): void
  confirmCode(passcode: string): void
  recheck(): void
  /** @throws AppError `notAllowed` while the server is being asked to remove the factor */
  leave(): void
  /** Forgets the removal, because the session is over. */
  reset(): void
}

interface RemovalParts {
  client: Client
  tenant: Tenant
  confirmation: Confirmation
  /** Resolves to the account's passkeys, or to `undefined` if the tenant has none. */
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
  const runner = createRunner<State, RemovalEvent, Effect>({
    initial: nothing,
    step,
    run: (effect, signal) => carryOut({ client, confirmation, log, now, send: dispatch }, effect, signal),
    onChanged: (state) => onChanged(viewOf(state))
  })

  const dispatch = (event: RemovalEvent): void => void runner.send(event)

  /** Reads the factor anew and checks the typed name. Resolves to the subject of the question. */
  async function check(factorId: string, accountName: string, signal: AbortSignal): Promise<Subject> {
    const { subject, left } = await lookUp(client, factorId, signal)
    if (left.length === 0 && !isSameName(accountName, await accountNameOf(client, tenant, signal))) {
      throw new AppError('accountNameWrong')
    }
    return subject
  }

  return {
    view: () => viewOf(runner.state()),
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
      if (isBusy(runner.state())) throw new AppError('notAllowed')
      runner.reset()
      dispatch({ type: 'start' })
      const signal = runner.signal()
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
      const state = runner.state()
      if (state.phase !== 'confirming' || state.link === undefined) throw new AppError('invalidInput')
      return state.link
    },
    sendCode: () => dispatch({ type: 'sendCode', at: now() }),
    confirmCode: (passcode) => dispatch({ type: 'confirmCode', passcode }),
    recheck: () => dispatch({ type: 'recheck' }),
    leave() {
      if (isRemoving(runner.state())) throw new AppError('notAllowed')
      runner.reset()
    },
    reset: () => runner.reset()
  }
}

const isSameName = (one: string, other: string): boolean => one.trim().toLowerCase() === other.trim().toLowerCase()
