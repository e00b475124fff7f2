import type { Alert } from '../../../contract/alerts'
import type { Language } from '../../../contract/settings'
import type { Tell } from '../../bridge/tell'
import type { Topic } from '../../bridge/topic'
import type { KeptAlert } from '../../facts/alertBook'
import type { Notice } from '../../facts/noticeText'
import type { ActListener } from '../../facts/ownActs'
import { type Attention, createScheduler, intervalMs } from '../../facts/scheduler'
import { alertNotice } from './alertNotice'
import type { ForeignFactor } from './applyLook'
import { createWatching, type WatchingParts } from './watching'

export interface Alerts extends Topic<'alerts'> {
  /** Begins to watch the account that is signed in. */
  begin(): void
  /** Takes factors that came or went without this app. */
  factorChanged(change: ForeignFactor): void
  /** Hears of what this app itself changes. */
  readonly acts: ActListener
  /** Resolves to the alerts that wait for an answer. Never rejects. */
  waiting(): Promise<readonly Alert[]>
}

interface AlertsParts extends Omit<WatchingParts, 'onRaised' | 'onChanged'> {
  attention: Attention
  /** The time that the first page has the tenant for itself, in ms. Without one, the scheduler decides. */
  firstMs?: number
  notify: (notice: Notice) => void
  language: () => Language
  tell: Tell
  /** Is called when alerts were raised, answered or are over. */
  onChanged: () => void
}

export function createAlerts({ attention, notify, language, tell, onChanged, ...parts }: AlertsParts): Alerts {
  const watching = createWatching({
    ...parts,
    onRaised(raised: readonly KeptAlert[]) {
      const notice = alertNotice(language(), raised)
      if (notice) notify(notice)
    },
    onChanged(waiting) {
      tell('alerts:changed', { waiting })
      onChanged()
    }
  })
  const scheduler = createScheduler({
    look: () =>
      watching.look(intervalMs).then(
        () => undefined,
        (error: unknown) => parts.log('account-not-watched', {}, error)
      ),
    lastAsked: () => watching.lastAsked(),
    attention,
    ...(parts.firstMs !== undefined && { firstMs: parts.firstMs }),
    ...(parts.now && { now: parts.now })
  })

  function stop(): void {
    scheduler.end()
    watching.reset()
  }

  return {
    begin() {
      watching.begin()
      scheduler.begin()
    },
    factorChanged: (change) => watching.factorChanged(change),
    acts: watching.acts,
    waiting: () => watching.waiting(),
    handlers: {
      'alerts:read': () => watching.read(),
      'alerts:look'() {
        scheduler.asked()
        return watching.look(0)
      },
      'alerts:answer': ({ id, answer }) => watching.answer(id, answer),
      'alerts:closeLearnt': () => watching.closeLearnt(),
      'alerts:readChanges': ({ since }) => watching.changes(since)
    },
    reset: stop,
    settled: () => watching.settled(),
    async end() {
      stop()
      await watching.settled()
    }
  }
}

/** Returns the family of this computer's system, as sign-ins name it. */
export const systemHere = (platform: NodeJS.Platform): string | undefined =>
  (({ linux: 'Linux', darwin: 'macOS', win32: 'Windows' }) as Partial<Record<NodeJS.Platform, string>>)[platform]
