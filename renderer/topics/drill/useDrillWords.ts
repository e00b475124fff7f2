import { CircleQuestionMark, FileKey2, KeyRound, Mail, Smartphone } from '@lucide/vue'
import type { Component } from 'vue'
import type { DrillItem, DrillStanding, DrillTurn } from '../../../contract/drill'
import { factorFacts, isKnownFactor } from '../../parts/factorFacts'
import { useOrganisation } from '../../stores/useOrganisation'
import { useFormat } from '../../text/useFormat'
import { useText } from '../../text/useText'

/** A subject of a drill, whatever its standing. */
type Subject = Pick<DrillItem, 'kind' | 'factorType' | 'target'>

const icons: Record<Exclude<DrillItem['kind'], 'factor'>, Component> = {
  email: Mail,
  phone: Smartphone,
  recoveryCode: FileKey2,
  passkey: KeyRound
}

/** Returns the way in which a subject is tested. */
function testedBy({ kind, factorType }: Subject): DrillTurn['by'] {
  if (kind === 'recoveryCode') return 'compared'
  return factorType === 'OTP' ? 'app' : 'sent'
}

/** Returns the words for the subjects of a drill: what each is, what happens to it, and why. */
export function useDrillWords() {
  const { t } = useText()
  const { time, date, span } = useFormat()
  const { here: tenant } = useOrganisation()

  function nameOf({ kind, factorType = '' }: Subject): string {
    if (kind !== 'factor') return t(`drill.name.${kind}`)
    return isKnownFactor(factorType) ? t(`factors.${factorType}.name`) : factorType
  }

  function iconOf({ kind, factorType = '' }: Subject): Component {
    if (kind !== 'factor') return icons[kind]
    return isKnownFactor(factorType) ? factorFacts[factorType].icon : CircleQuestionMark
  }

  /** Returns the result in a sentence, or what will happen. */
  function textOf(item: DrillItem): string {
    const { standing, target = '' } = item
    switch (standing.as) {
      case 'works':
        return t(`drill.works.${testedBy(item)}`, {
          tenant: tenant.value,
          target,
          time: time(standing.at),
          date: date(standing.madeAt ?? standing.at)
        })
      case 'fails':
        return failing(item, standing)
      case 'notTested':
        return t(`drill.notTested.${standing.why}`, { tenant: tenant.value })
      case 'toDo':
        return t(`drill.toDo.${standing.by}`, { target })
      default:
        return ''
    }
  }

  function failing(item: DrillItem, { why, at, sentAt = at }: Extract<DrillStanding, { as: 'fails' }>): string {
    const { target = '' } = item
    if (why === 'refused') return t(`drill.fails.${testedBy(item)}`, { tenant: tenant.value, time: time(at) })
    return t('drill.fails.nothingArrived', { target, time: time(sentAt), span: span(Math.max(60_000, at - sentAt)) })
  }

  function turnTitle(item: DrillItem, { by, sentAt }: DrillTurn): string {
    const name = nameOf(item)
    if (by !== 'sent') return t(`drill.turn.${by}.title`, { name })
    if (sentAt !== undefined) return t('drill.turn.sent.title', { name })
    return t('drill.turn.sent.ready', { name, target: item.target ?? '' })
  }

  function turnText({ target = '' }: DrillItem, { by, sentAt }: DrillTurn): string {
    if (by !== 'sent') return t(`drill.turn.${by}.text`, { tenant: tenant.value })
    if (sentAt === undefined) return t('drill.turn.sent.readyText')
    return t('drill.turn.sent.text', { target, time: time(sentAt) })
  }

  return { nameOf, iconOf, textOf, turnTitle, turnText }
}
