import type { Origin } from '../../../contract/origin'
import type { Failure } from '../../../contract/result'
import type { DrillRecordKept } from '../../facts/drillRecord'
import { type AccountSources, readAccount } from '../../facts/knownAccount'
import { type Means, readMeans } from '../../facts/means'
import type { MemoryPart } from '../../facts/memory'
import type { RecoveryCodes } from '../../facts/recoveryCode'
import { AppError, toFailure } from '../../ground/errors'
import { withId } from '../../tenant/client'
import { lacksEndpoint, sendingFailure, testRefusal } from '../../tenant/outcome'
import { isAppCode, isSentCode, sendCode } from './requests'
import type { DrillEvent, Effect, Item, Subject } from './state'
import { compareLists, listingOf, listsOf, type OriginOf, subjectsOf } from './subjects'

export interface Carrying extends AccountSources {
  codes: RecoveryCodes
  record: MemoryPart<DrillRecordKept>
  /** See `AccountFacts`. */
  originOf: OriginOf
  now: () => number
}

type Of<What extends Effect['do']> = Extract<Effect, { do: What }>

/** Carries out an effect of a drill, and resolves to its outcome. */
export function carryOut(parts: Carrying, effect: Effect, signal: AbortSignal): Promise<DrillEvent> {
  switch (effect.do) {
    case 'prepare':
      return prepare(parts, signal)
    case 'send':
      return send(parts, effect.subject, signal)
    case 'check':
      return check(parts, effect, signal)
    case 'compare':
      return compare(parts, effect, signal)
  }
}

async function prepare(parts: Carrying, signal: AbortSignal): Promise<DrillEvent> {
  try {
    const { means, codesMade } = await readAccount(parts, signal)
    return {
      type: 'prepared',
      items: subjectsOf(means, codesMade).map((item) =>
        item.standing.as === 'notTested' ? { ...item, from: listingOf(item.subject, parts.originOf) } : item
      ),
      before: listsOf(means),
      at: parts.now()
    }
  } catch (error) {
    if (!signal.aborted) parts.log('drill-not-prepared', {}, error)
    return { type: 'notPrepared', failure: toFailure(error) }
  }
}

/** Returns the answer to a test as an origin. `field` names its endpoint, too. */
function tested(field: string, readAt: number, requestId: string | undefined, ...values: string[]): Origin[] {
  return [{ source: 'test', field, values, readAt, ...(requestId !== undefined && { requestId }) }]
}

async function send({ client, log, now }: Carrying, { target }: Subject, signal: AbortSignal): Promise<DrillEvent> {
  const field = target.kind === 'email' ? 'send-email' : 'send-sms'
  try {
    const { requestId } = await withId((hearId) => sendCode(client, target, signal, hearId))
    return { type: 'sent', at: now(), from: tested(field, now(), requestId) }
  } catch (error) {
    if (!signal.aborted) log('drill-code-not-sent', {}, error)
    const told = sendingFailure(error)
    const failure = toFailure(told)
    const outcome = { at: now(), failure, from: tested(field, now(), failure.requestId) }
    if (lacksEndpoint(error)) return { ...outcome, type: 'untestable', failure: toFailure(error) }
    return { ...outcome, type: told === error ? 'notSent' : 'sent' }
  }
}

async function check(parts: Carrying, { subject, code }: Of<'check'>, signal: AbortSignal): Promise<DrillEvent> {
  const { now, log } = parts
  const isApp = subject.factorType === 'OTP'
  const field = isApp ? 'mfa-totp-verify verified' : 'pre-check-code isValid'
  try {
    if (subject.kind === 'recoveryCode') {
      const madeAt = await parts.codes.find(code, subject.madeAt ?? [])
      return madeAt === undefined ? { type: 'refused', at: now() } : { type: 'accepted', at: now(), madeAt }
    }
    const { data: isRight, requestId } = await withId((hearId) =>
      isApp
        ? isAppCode(parts.client, code, signal, hearId)
        : isSentCode(parts.client, subject.target, code, signal, hearId)
    )
    // A hostile tenant may repeat the code there.
    const from = tested(field, now(), requestId?.includes(code) ? undefined : requestId, String(isRight))
    return { type: isRight ? 'accepted' : 'refused', at: now(), from }
  } catch (error) {
    if (!signal.aborted) log('drill-code-not-checked', {}, error)
    const meant = testRefusal(error)
    const failure = withoutCode(toFailure(meant), code)
    const outcome = { at: now(), failure, from: tested(field, now(), failure.requestId) }
    if (isRefusal(meant)) return { ...outcome, type: 'refused' }
    return { ...outcome, type: lacksEndpoint(error) ? 'untestable' : 'notChecked' }
  }
}

const isRefusal = (error: unknown): boolean =>
  error instanceof AppError && (error.code === 'passcodeWrong' || error.code === 'passcodeExpired')

/** Returns a failure without the words of a server that repeats the code in them. */
function withoutCode({ detail, requestId, ...rest }: Failure, code: string): Failure {
  const isFree = (text: string | undefined): text is string => text !== undefined && !text.includes(code)
  return { ...rest, ...(isFree(detail) && { detail }), ...(isFree(requestId) && { requestId }) }
}

async function compare(parts: Carrying, { before, items }: Of<'compare'>, signal: AbortSignal): Promise<DrillEvent> {
  const { client, passkeys, log, now } = parts
  const remembering = remember(parts, items)
  const after = await readMeans(client, passkeys, signal).catch((error: unknown): Means | undefined => {
    if (!signal.aborted) log('drill-not-compared', {}, error)
    return undefined
  })
  await remembering
  return { type: 'compared', lists: after ? compareLists(before, listsOf(after)) : 'notCompared', at: now() }
}

/** Keeps what was tested. A subject that was not tested keeps its earlier result. */
async function remember({ record, log, now }: Carrying, items: readonly Item[]): Promise<void> {
  const results = items.flatMap(({ subject: { id }, standing, from }) => {
    if (standing.as !== 'works' && standing.as !== 'fails') return []
    const { as: result, at } = standing
    const reasons = { ...(standing.as === 'fails' && { why: standing.why }), ...(from && { from: [...from] }) }
    return [[id, { result, at, ...reasons }] as const]
  })
  if (results.length === 0) return
  const listed = new Set(items.map(({ subject }) => subject.id))
  try {
    await record.change((kept) => ({
      ...kept,
      lastRunAt: now(),
      results: {
        ...Object.fromEntries(Object.entries(kept.results).filter(([id]) => listed.has(id))),
        ...Object.fromEntries(results)
      }
    }))
  } catch (error) {
    log('drill-not-remembered', {}, error)
  }
}
