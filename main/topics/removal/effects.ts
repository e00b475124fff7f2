import { AppError, toFailure } from '../../ground/errors'
import type { Confirmation } from '../../identity/confirmation/confirmation'
import type { Log } from '../../log/log'
import type { Client } from '../../tenant/client'
import { mayHaveHappened, mayWantProof, removalRefusal, sendingFailure, unbindingRefusal } from '../../tenant/outcome'
import { isBound, isGone, leadsToAccount, reset, sendCode, unbind } from './requests'
import type { Effect, RemovalEvent, Subject } from './state'
import { factorOf } from './view'

interface Carrying {
  client: Client
  confirmation: Pick<Confirmation, 'ask'>
  log: Log
  now: () => number
  send: (event: RemovalEvent) => void
}

type Of<What extends Effect['do']> = Extract<Effect, { do: What }>

/** Carries out an effect of a removal, and resolves to its outcome. `signal` ends a question to the person. */
export function carryOut(parts: Carrying, effect: Effect, signal: AbortSignal): Promise<RemovalEvent> {
  switch (effect.do) {
    case 'confirm':
      return confirm(parts, effect, signal)
    case 'reset':
      return remove(parts, effect.subject)
    case 'unbind':
      return unbindBy(parts, effect)
    case 'sendCode':
      return send(parts, effect, signal)
    case 'reread':
      return reread(parts, effect.factorId)
  }
}

async function confirm(
  { confirmation, log, send }: Carrying,
  { subject, by }: Of<'confirm'>,
  signal: AbortSignal
): Promise<RemovalEvent> {
  const { factorId, factorType, target } = factorOf(subject)
  const onLink = (link: string): void => {
    if (!signal.aborted) send({ type: 'linked', link })
  }
  try {
    const agreed = await confirmation.ask(by, { what: 'factor', factorType, target }, onLink, signal)
    return agreed ? { type: 'confirmed', factorId } : { type: 'kept' }
  } catch (error) {
    if (!signal.aborted) log('removal-not-confirmed', {}, error)
    return { type: 'notConfirmed', failure: toFailure(error) }
  }
}

async function remove({ client, log, now }: Carrying, { factorId, target }: Subject): Promise<RemovalEvent> {
  try {
    await reset(client, factorId)
  } catch (error) {
    const refused = notRemoved(log, error, removalRefusal)
    if (refused.type === 'doubtful') return refused
    // The factor may have been removed anyway, or by somebody else while the person was being asked.
    if ((await isGone(client, factorId)) === true) return { type: 'done', at: now() }
    return mayWantProof(error) ? { ...refused, codeMayDo: (await leadsToAccount(client, target)) === true } : refused
  }
  // If the list cannot be read, the server's answer counts.
  if ((await isGone(client, factorId)) !== false) return { type: 'done', at: now() }
  return { type: 'refused', failure: toFailure(new AppError('stillListed')) }
}

async function unbindBy({ client, log, now }: Carrying, { subject, passcode }: Of<'unbind'>): Promise<RemovalEvent> {
  try {
    await unbind(client, subject.target, passcode)
  } catch (error) {
    const told = notRemoved(log, error, unbindingRefusal)
    return (await isLost(client, subject)) === true ? { type: 'done', at: now() } : told
  }
  if ((await isLost(client, subject)) !== false) return { type: 'done', at: now() }
  return { type: 'refused', failure: toFailure(new AppError('stillListed')) }
}

/** Resolves to true if the account has lost the contact or the factor, and to `undefined` if that is unknown. */
async function isLost(client: Client, { factorId, target }: Subject): Promise<boolean | undefined> {
  const isKept = await leadsToAccount(client, target)
  if (isKept === false) return true
  const isUnlisted = await isGone(client, factorId)
  return isKept === undefined && isUnlisted === false ? undefined : isUnlisted
}

function notRemoved(log: Log, error: unknown, meaning: (error: unknown) => unknown) {
  log('factor-not-removed', {}, error)
  const failure = toFailure(meaning(error))
  return { type: mayHaveHappened(error) ? 'doubtful' : 'refused', failure } as const
}

async function send(
  { client, log, now }: Carrying,
  { target }: Of<'sendCode'>,
  signal: AbortSignal
): Promise<RemovalEvent> {
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

async function reread({ client, log }: Carrying, factorId: string): Promise<RemovalEvent> {
  try {
    return { type: 'reread', bound: await isBound(client, factorId) }
  } catch (error) {
    log('factors-not-reread', {}, error)
    return { type: 'notReread', failure: toFailure(error) }
  }
}
