import { computed, type ComputedRef } from 'vue'
import type { Overview, ReasonId } from '../../../contract/overview'
import { useOrganisation } from '../../stores/useOrganisation'
import { useText } from '../../text/useText'
import { useNumbers } from './useNumbers'

export interface StandingWords {
  heading: string
  lines: string[]
  /** The colour of the ring, which belongs to our words. Its length is the tenant's number. */
  tone: 'good' | 'gap'
}

const losses = ['lostPhone', 'lostMailbox', 'notRecognised', 'onlyOne', 'independent'] as const

/** Returns true if the tenant's score is missing, or something could not be read. */
const isIncomplete = ({ score, unread, waiting }: Overview): boolean =>
  !waiting && (unread.some(({ known }) => !known) || (score?.kind !== 'number' && score?.kind !== 'outside'))

/** Says in words how the account stands. The words are ours, and the number is the tenant's. */
export function useStandingWords(standing: () => Overview): ComputedRef<StandingWords> {
  const { t } = useText()
  const { here: tenant } = useOrganisation()
  const { plain } = useNumbers()

  function scoreLine({ score }: Overview): string[] {
    if (!score) return [t('overview.score.unread')]
    if (score.kind === 'number') return []
    if (score.kind === 'outside')
      return [t('overview.score.outside', { tenant: tenant.value, value: plain(score.value) })]
    if (score.kind === 'text') return [t('overview.score.text', { tenant: tenant.value, text: score.text })]
    return [t(`overview.score.${score.kind}`, { tenant: tenant.value })]
  }

  /** Returns the words of an alert that waits, which come before everything that could be better. */
  function alertWords({ steps: [first] }: Overview, safety: string[]): StandingWords | undefined {
    if (first?.action.kind !== 'answer') return undefined
    const { rule } = first.action.alert
    const isSignIn = rule === 'newDevice' || rule === 'newPlace'
    const heading = t(isSignIn ? 'overview.standing.alertSignIn' : 'overview.standing.alert')
    return { heading, lines: isSignIn ? [t('overview.lead.alertSignIn')] : safety, tone: 'gap' }
  }

  /** Says what a loss would cost. Without a password, none can be stolen. */
  function lossWords(says: (id: ReasonId) => boolean): string[] {
    const loss = losses.find(says)
    if (!loss) return []
    return [...(says('noPassword') ? [] : [t('overview.lead.second')]), t(`overview.lead.${loss}`)]
  }

  return computed(() => {
    const now = standing()
    const says = (id: ReasonId): boolean => now.reasons.some((reason) => reason.id === id)
    const alone = says('passwordAlone') && (says('noPassword') ? 'signInAlone' : 'alone')
    const safety = alone ? [t(`overview.lead.${alone}`)] : lossWords(says)
    const tone = alone ? 'gap' : 'good'
    const alert = alertWords(now, safety)
    if (alert) return alert
    if (now.waiting) return { heading: t('overview.standing.waiting'), lines: safety, tone }
    if (isIncomplete(now)) {
      const lines = [...scoreLine(now), t('overview.lead.incomplete')]
      return { heading: t('overview.standing.incomplete'), lines, tone }
    }
    if (alone) return { heading: t(`overview.standing.${alone}`), lines: [...safety, ...scoreLine(now)], tone }
    // A gap is something that the tenant has told.
    const count = now.steps.filter(({ rule }) => rule !== 'readAgain').length
    if (count > 0) {
      const heading = count === 1 ? t('overview.standing.one') : t('overview.standing.many', { count })
      return { heading, lines: [...safety, ...scoreLine(now)], tone }
    }
    const rest = now.score?.kind === 'number' && now.score.value < 100 ? [t('overview.lead.rest')] : safety
    const heading = now.outside.length > 0 ? t('overview.standing.outside') : t('overview.standing.nothing')
    return { heading, lines: [...rest, ...scoreLine(now)], tone }
  })
}
