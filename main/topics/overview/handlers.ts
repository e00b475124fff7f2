import type { Alert } from '../../../contract/alerts'
import { type FactSource, factSources } from '../../../contract/origin'
import type { Overview } from '../../../contract/overview'
import type { Language } from '../../../contract/settings'
import type { Tell } from '../../bridge/tell'
import type { Topic } from '../../bridge/topic'
import type { AccountFacts } from '../../facts/accountFacts'
import type { AccountMemory } from '../../facts/memory'
import { AppError } from '../../ground/errors'
import type { Tenant } from '../../ground/tenant'
import type { Client } from '../../tenant/client'
import { getSecurityInfo } from '../../tenant/operations'
import { lacksEndpoint } from '../../tenant/outcome'
import { requestText } from './requestText'
import { createStanding } from './standing'
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
  /** Resolves to the alerts that wait for an answer. Never rejects. */
  waitingAlerts: () => Promise<readonly Alert[]>
  snapshot: Pick<SnapshotStore, 'keep'>
  /** Resolves to true if a browser was started. */
  openInBrowser: (link: string) => Promise<boolean>
  copy: (text: string) => Promise<void>
  language: () => Language
  tell: Tell
  now?: () => number
}

export interface OverviewTopic extends Topic<'overview'> {
  /** Tells the window how the account stands once its alerts have changed, without asking the tenant. Never rejects. */
  judgeAgain(): Promise<void>
}

export function overviewTopic(parts: OverviewParts): OverviewTopic {
  const { facts, client, tenant, reads, memory, waitingAlerts, snapshot, openInBrowser, copy, language, tell } = parts
  const standing = createStanding({ facts, memory, waitingAlerts, ...(parts.now && { now: parts.now }) })
  /** The number of reads that are under way. */
  let reading = 0
  /** The number of sessions that are over. An answer to one of them is told to nobody. */
  let ended = 0

  /** A tenant without the endpoint tells nothing more of the account, which is no failure. */
  const orLack = (source: FactSource, ask: () => Promise<unknown>) => () =>
    ask().catch((error: unknown) => {
      if (!lacksEndpoint(error)) throw error
      facts.lack(source)
    })

  const asks: Record<FactSource, () => Promise<unknown>> = {
    ...reads,
    profile: orLack('profile', reads.profile),
    security: orLack('security', () => client.call(getSecurityInfo)),
    async passkeys() {
      if ((await reads.passkeys()) === undefined) facts.lack('passkeys')
    }
  }

  async function judgeAgain(): Promise<void> {
    const session = ended
    await standing.recall()
    // A read that is under way answers with it, and its answer could be overtaken by what is told now.
    if (session !== ended || reading > 0 || !facts.isKnown('active') || !facts.isKnown('offered')) return
    const judged = standing.judge(false)
    tell('overview:changed', judged)
    if (judged.unread.length === 0) snapshot.keep('overview', judged)
  }

  /**
   * Reads everything. The lists are told as soon as they are there, and passkeys are asked for once both lists have answered,
   * because only then a refusal says that the tenant has none.
   */
  async function read(again: boolean): Promise<Overview> {
    const session = ended
    const ensure = (source: FactSource): Promise<void> => facts.ensure(source, asks[source], again ? 0 : undefined)
    const besides = [ensure('security'), ensure('profile')]
    await Promise.all([ensure('active'), ensure('offered'), standing.recall()])
    if (session !== ended) throw new AppError('signedOut')
    if (!facts.failureOf('active') && !facts.failureOf('offered')) {
      tell('overview:changed', standing.judge(true))
      await ensure('passkeys')
    }
    await Promise.all(besides)
    const failures = factSources.flatMap((source) => facts.failureOf(source) ?? [])
    const [first] = failures
    // Nothing new came at all, so that what the window shows stays as it is.
    if (first && failures.length >= factSources.length - 1) throw first
    const judged = standing.judge(false)
    if (session === ended && failures.length === 0) snapshot.keep('overview', judged)
    return judged
  }

  return {
    judgeAgain,
    handlers: {
      async 'overview:read'({ again }) {
        reading++
        try {
          return await read(again)
        } finally {
          reading--
        }
      },
      'overview:putOff': standing.putOff,
      'overview:dismiss': standing.dismiss,
      'overview:undo': standing.undo,
      'overview:copyRequest': async ({ rule, about }) => {
        const { outside, optional } = standing.judge(false)
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
      standing.forget()
    }
  }
}
