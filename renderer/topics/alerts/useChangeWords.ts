import type { AccountChange } from '../../../contract/alerts'
import { isKnownFactor } from '../../parts/factorFacts'
import { useFormat } from '../../text/useFormat'
import { useText } from '../../text/useText'

/** A change in the words of the window. */
interface ChangeWords {
  title: string
  before: string | undefined
  after: string | undefined
  kind: 'added' | 'removed' | 'changed'
}

export function useChangeWords() {
  const { t } = useText()
  const { date } = useFormat()
  const factor = (type: string): string => (isKnownFactor(type) ? t(`factors.${type}.name`) : type)

  function of({ kind, subject = '', device, before, after, beforeAt, afterAt }: AccountChange): ChangeWords {
    switch (kind) {
      case 'factorAdded':
        return {
          title: t('changes.factorAdded'),
          before: undefined,
          after: nameOf(factor(subject), after),
          kind: 'added'
        }
      case 'factorRemoved':
        return {
          title: t('changes.factorRemoved'),
          before: nameOf(factor(subject), before),
          after: undefined,
          kind: 'removed'
        }
      case 'deviceAdded':
        return { title: t('changes.deviceAdded'), before: undefined, after: deviceName(device), kind: 'added' }
      case 'deviceGone':
        return { title: t('changes.deviceGone'), before: deviceName(device), after: undefined, kind: 'removed' }
      case 'passwordChanged':
        return {
          title: t('changes.passwordChanged'),
          before: beforeAt === undefined ? undefined : date(beforeAt),
          after: afterAt === undefined ? undefined : date(afterAt),
          kind: 'changed'
        }
      case 'passwordSet':
        return { title: t('changes.passwordSet'), before: undefined, after: undefined, kind: 'added' }
      case 'passwordRemoved':
        return { title: t('changes.passwordRemoved'), before: undefined, after: undefined, kind: 'removed' }
      default: {
        const how = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed'
        return { title: t(`changes.${kind}.${how}`), before, after, kind: how }
      }
    }
  }

  function deviceName({ name, browser, system }: NonNullable<AccountChange['device']> = {}): string {
    if (name !== undefined) return name
    if (browser !== undefined && system !== undefined) return t('activity.device', { browser, system })
    return browser ?? system ?? t('changes.unnamed')
  }

  const nameOf = (name: string, target: string | undefined): string =>
    target === undefined ? name : t('changes.nameAndTarget', { name, target })

  return { of }
}
