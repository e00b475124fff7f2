import type { Alert } from '../../../contract/alerts'
import { factSources } from '../../../contract/origin'
import type { Decision, Overview, Step } from '../../../contract/overview'
import type { AccountFacts } from '../../facts/accountFacts'
import type { AccountMemory } from '../../facts/memory'
import { standingOf } from '../../facts/standing'
import { AppError, toFailure } from '../../ground/errors'
import { createDecisions, keptDecisions } from './decisions'

type Key = Pick<Step, 'rule' | 'about'>

/** How the account stands by the facts of the tenant, the person's decisions and the alerts that wait. */
export interface Standing {
  /** Recalls the decisions and the alerts. Without the memory of this computer nothing is put off. Never rejects. */
  recall(): Promise<void>
  /** @param waiting true while some sources have not answered yet */
  judge(waiting: boolean): Overview
  putOff: (key: Key) => Promise<Overview>
  dismiss: (key: Key) => Promise<Overview>
  undo: (taken: Decision) => Promise<Overview>
  forget(): void
}

interface StandingParts {
  facts: Pick<AccountFacts, 'known' | 'failureOf' | 'isKnown'>
  memory: Pick<AccountMemory, 'part'>
  /** Resolves to the alerts that wait for an answer. Never rejects. */
  waitingAlerts: () => Promise<readonly Alert[]>
  now?: () => number
}

export function createStanding({ facts, memory, waitingAlerts, now = Date.now }: StandingParts): Standing {
  const decisions = createDecisions(memory.part('decisions', keptDecisions, []), now)
  let decided: readonly Decision[] = []
  let alerts: readonly Alert[] = []
  /** The number of sessions that are over. Nothing of them is kept. */
  let ended = 0

  function judge(waiting: boolean): Overview {
    const unread = factSources.flatMap((source) => {
      const failure = facts.failureOf(source)
      return failure ? [{ source, failure: toFailure(failure), known: facts.isKnown(source) }] : []
    })
    return standingOf({ facts: facts.known(), unread, decisions: decided, alerts, waiting, now: now() })
  }

  /** Carries out a decision about a step that is there, and answers with what follows from it. */
  async function decide(
    { rule, about }: Key,
    how: (step: Step, now: Overview) => Promise<readonly Decision[]>
  ): Promise<Overview> {
    const before = judge(false)
    const step = [...before.steps, ...before.outside].find((one) => one.rule === rule && one.about === about)
    if (step?.offDays === undefined) throw new AppError('notAllowed')
    decided = await how(step, before)
    return judge(false)
  }

  return {
    async recall() {
      const session = ended
      const [recalled, waiting] = await Promise.all([decisions.read().catch(() => []), waitingAlerts()])
      if (session === ended) [decided, alerts] = [recalled, waiting]
    },
    judge,
    putOff: (key) => decide(key, decisions.putOff),
    dismiss: (key) =>
      decide(key, async (step, { mayDismiss }) => {
        if (!mayDismiss) throw new AppError('notAllowed')
        return decisions.dismiss(step)
      }),
    async undo(taken) {
      decided = await decisions.undo(taken)
      return judge(false)
    },
    forget() {
      ended++
      decided = []
      alerts = []
    }
  }
}
