import { type Decision, type FactSource, factSources, type Overview, type Step } from '../../../contract/overview'
import type { Language } from '../../../contract/settings'
import type { Tell } from '../../bridge/tell'
import type { Topic } from '../../bridge/topic'
import type { AccountFacts } from '../../facts/accountFacts'
import type { AccountMemory } from '../../facts/memory'
import { standingOf } from '../../facts/standing'
import { AppError, toFailure } from '../../ground/errors'
import type { Tenant } from '../../ground/tenant'
import type { Client } from '../../tenant/client'
import { getSecurityInfo } from '../../tenant/operations'
import { createDecisions, keptDecisions } from './decisions'
import { requestText } from './requestText'
import type { SnapshotStore } from '../snapshot/snapshotStore'

interface OverviewParts {
  facts: Omit<AccountFacts, 'watch'>
  client: Pick<Client, 'call'>
  tenant: Tenant
  /** The other topics ask these, so that each answer also serves the list that it belongs to. */
  reads: Record<Exclude<FactSource, 'passkeys' | 'security'>, () => Promise<unknown>> & {
    /** Resolves to undefined if the tenant has no passkeys. */
    passkeys: () => Promise<unknown[] | undefined>
  }
  memory: Pick<AccountMemory, 'part'>
  snapshot: Pick<SnapshotStore, 'keep'>
  /** Resolves to true if a browser was started. */
  openInBrowser: (link: string) => Promise<boolean>
  copy: (text: string) => Promise<void>
  language: () => Language
  tell: Tell
  now?: () => number
}

export function overviewTopic(parts: OverviewParts): Topic<'overview'> {
  const { facts, client, tenant, reads, memory, snapshot, openInBrowser, copy, language, tell, now = Date.now } = parts
  const decisions = createDecisions(memory.part('decisions', keptDecisions, []), now)
  let decided: readonly Decision[] = []
  /** The number of sessions that are over. An answer to one of them is told to nobody. */
  let ended = 0

  const asks: Record<FactSource, () => Promise<unknown>> = {
    ...reads,
    security: () => client.call(getSecurityInfo),
    async passkeys() {
      if ((await reads.passkeys()) === undefined) facts.lack('passkeys')
    }
  }

  function judge(waiting: boolean): Overview {
    const unread = factSources.flatMap((source) => {
      const failure = facts.failureOf(source)
      return failure ? [{ source, failure: toFailure(failure), known: facts.isKnown(source) }] : []
    })
    return standingOf({ facts: facts.known(), unread, decisions: decided, waiting, now: now() })
  }

  /** Recalls the decisions. Without the memory of this computer nothing is put off. */
  async function recall(): Promise<void> {
    decided = await decisions.read().catch(() => [])
  }

  /** Carries out a decision about a step that is there, and answers with what follows from it. */
  async function decide(
    { rule, about }: Pick<Step, 'rule' | 'about'>,
    how: (step: Step, now: Overview) => Promise<readonly Decision[]>
  ): Promise<Overview> {
    const before = judge(false)
    const step = [...before.steps, ...before.outside].find((one) => one.rule === rule && one.about === about)
    if (step?.offDays === undefined) throw new AppError('notAllowed')
    decided = await how(step, before)
    return judge(false)
  }

  async function dismiss(step: Step, { mayDismiss }: Overview): Promise<readonly Decision[]> {
    if (!mayDismiss) throw new AppError('notAllowed')
    return decisions.dismiss(step)
  }

  /**
   * Reads everything. The lists are told as soon as they are there, and passkeys are asked for once both lists have answered,
   * because only then a refusal says that the tenant has none.
   */
  async function read(again: boolean): Promise<Overview> {
    const session = ended
    const ensure = (source: FactSource): Promise<void> => facts.ensure(source, asks[source], again ? 0 : undefined)
    const besides = [ensure('security'), ensure('profile')]
    await Promise.all([ensure('active'), ensure('offered'), recall()])
    if (session !== ended) throw new AppError('signedOut')
    if (!facts.failureOf('active') && !facts.failureOf('offered')) {
      tell('overview:changed', judge(true))
      await ensure('passkeys')
    }
    await Promise.all(besides)
    const failures = factSources.flatMap((source) => facts.failureOf(source) ?? [])
    const [first] = failures
    // Nothing new came at all, so that what the window shows stays as it is.
    if (first && failures.length >= factSources.length - 1) throw first
    const judged = judge(false)
    if (session === ended && failures.length === 0) snapshot.keep('overview', judged)
    return judged
  }

  return {
    handlers: {
      'overview:read': ({ again }) => read(again),
      'overview:putOff': (key) => decide(key, decisions.putOff),
      'overview:dismiss': (key) => decide(key, dismiss),
      'overview:undo': async (taken) => {
        decided = await decisions.undo(taken)
        return judge(false)
      },
      'overview:copyRequest': async ({ rule, about }) => {
        const { outside, optional } = judge(false)
        const step = [...outside, ...optional].find((one) => one.rule === rule && one.about === about)
        if (step?.action.kind !== 'administrator') throw new AppError('notAllowed')
        await copy(requestText(language(), tenant.host, step.action.methods))
      },
      'overview:openTenantPage': async () => {
        await openInBrowser(`${tenant.host}/u`)
      }
    },
    reset() {
      ended++
      facts.forget()
      decided = []
    }
  }
}
