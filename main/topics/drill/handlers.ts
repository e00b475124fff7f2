import type { DrillRecord, DrillState } from '../../../contract/drill'
import type { Topic } from '../../bridge/topic'
import { dueAt } from '../../facts/drillRecord'
import { readAccount } from '../../facts/knownAccount'
import { createRunner } from '../../ground/machine'
import { type Carrying, carryOut } from './effects'
import { step } from './machine'
import { type Drill, type DrillEvent, type Effect, nothing } from './state'
import { listingOf, subjectsOf } from './subjects'
import { subjectView, viewOf } from './view'

interface DrillParts extends Omit<Carrying, 'now'> {
  onChanged: (view: DrillState) => void
  now?: () => number
}

/** Returns the topic of the fire drill, which tests each way in and changes none. There is at most one run at a time. */
export function drillTopic({ onChanged, now = Date.now, ...rest }: DrillParts): Topic<'drill'> {
  const parts: Carrying = { ...rest, now }
  const runner = createRunner<Drill, DrillEvent, Effect>({
    initial: nothing,
    step,
    run: (effect, signal) => carryOut(parts, effect, signal),
    onChanged: (state) => onChanged(viewOf(state))
  })
  const dispatch = (event: DrillEvent): void => void runner.send(event)

  async function readRecord(): Promise<DrillRecord> {
    const [{ means, factsOf, codesMade }, kept] = await Promise.all([
      readAccount(parts, runner.signal()),
      parts.record.read()
    ])
    const labels = new Map(means.factors.map((factor) => [factor.factorId, factsOf(factor.factorId).label]))
    const due = dueAt(kept)
    return {
      subjects: subjectsOf(means, codesMade).map(({ subject }) => {
        const { from, ...last } = kept.results[subject.id] ?? { from: listingOf(subject, parts.originOf) }
        const label = labels.get(subject.factorId ?? '')
        return {
          ...subjectView(subject),
          ...(label !== undefined && { label }),
          ...(from && { from }),
          ...('at' in last && { last })
        }
      }),
      everyMonths: kept.everyMonths,
      ...(kept.lastRunAt !== undefined && { lastRunAt: kept.lastRunAt }),
      ...(due !== undefined && { dueAt: due })
    }
  }

  return {
    handlers: {
      'drill:read': () => viewOf(runner.state()),
      'drill:start': () => dispatch({ type: 'start' }),
      'drill:sendCode': () => dispatch({ type: 'sendCode', at: now() }),
      'drill:check': ({ code }) => dispatch({ type: 'check', code, at: now() }),
      'drill:nothingArrived': () => dispatch({ type: 'nothingArrived', at: now() }),
      'drill:next': () => dispatch({ type: 'next', at: now() }),
      'drill:stop': () => {
        if (runner.state().phase === 'running') runner.abandon()
        dispatch({ type: 'stop', at: now() })
      },
      'drill:leave': () => {
        if (runner.state().phase === 'preparing') runner.abandon()
        dispatch({ type: 'leave' })
      },
      'drill:readRecord': readRecord,
      'drill:setPace': async ({ everyMonths }) => {
        await parts.record.change((kept) => ({ ...kept, everyMonths }))
      }
    },
    reset: () => runner.reset()
  }
}
