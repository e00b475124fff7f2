import { Building2, FileKey2, KeyRound, Mail, RefreshCw, ShieldAlert } from '@lucide/vue'
import { type Component, computed, type ComputedRef } from 'vue'
import type { Overview, Step } from '../../../contract/overview'
import { useFailureText } from '../../failures/useFailureText'
import { factorFacts } from '../../parts/factorFacts'
import { useAlertWords } from '../../parts/useAlertWords'
import { useOrganisation } from '../../stores/useOrganisation'
import { useFormat } from '../../text/useFormat'
import { useText } from '../../text/useText'

interface StepWords {
  icon: Component
  title: string
  text: string
}

/** Says what a step is about and why it is worth taking. */
export function useStepWords(step: () => Step, standing: () => Overview): ComputedRef<StepWords> {
  const { t } = useText()
  const { here: tenant } = useOrganisation()
  const { anyOf } = useFormat()
  const failures = useFailureText()
  const alerts = useAlertWords()

  /** An account without a password is guarded by what the person signs in with elsewhere. */
  const hasPassword = (): boolean => standing().reasons.every(({ id }) => id !== 'noPassword')

  function adding({ rule, action }: Step): StepWords | undefined {
    if (action.kind !== 'add') return undefined
    const { method } = action
    const passkey = method === 'PASSKEY'
    const icon = passkey ? KeyRound : factorFacts[method].icon
    const title = passkey ? t('overview.step.addPasskey') : t(`enrolment.title.${method}`)
    if (rule === 'noPhone' || rule === 'noEmail') {
      return { icon, title: t(`overview.unset.${rule}`), text: t('overview.unset.may') }
    }
    if (rule === 'passwordAlone' && !hasPassword()) return { icon, title, text: t('overview.step.signInAlone') }
    if (isOther(rule)) return undefined
    return { icon, title, text: t(`methods.reason.${rule}`) }
  }

  function answering({ action }: Step): StepWords | undefined {
    if (action.kind !== 'answer') return undefined
    return { icon: ShieldAlert, title: alerts.question(action.alert), text: alerts.gist(action.alert) }
  }

  function outside({ rule, action }: Step): StepWords | undefined {
    if (action.kind !== 'administrator') return undefined
    const values = { tenant: tenant.value, methods: anyOf(action.methods.map((type) => t(`factors.${type}.name`))) }
    if (rule === 'noPhone' || rule === 'noEmail') {
      return { icon: Building2, title: t(`overview.unset.${rule}Here`, values), text: t('overview.unset.ask') }
    }
    const risks = ['passwordAlone', 'lostPhone', 'lostMailbox', 'notRecognised', 'onlyOne'] as const
    const risk = risks.find((one) => one === rule)
    const told = risk === 'passwordAlone' && !hasPassword() ? 'signInAlone' : risk
    return (
      told && {
        icon: Building2,
        title: t(`overview.step.risk.${told}`),
        text: t('overview.step.administrator.text', values)
      }
    )
  }

  function reading(): StepWords {
    const { unread } = standing()
    const [first] = unread
    const sources = unread.map(({ source }) => t(`why.source.${source}`)).join(t('overview.step.readAgain.comma'))
    const advice = first ? failures.text(first.failure) : ''
    return {
      icon: RefreshCw,
      title: t('overview.step.readAgain.title'),
      text: t('overview.step.readAgain.text', { sources, advice })
    }
  }

  function onPage({ rule }: Step): StepWords {
    const id = rule === 'emailUnconfirmed' ? rule : 'passwordWeak'
    const icon = id === 'emailUnconfirmed' ? Mail : FileKey2
    return {
      icon,
      title: t(`overview.step.${id}.title`),
      text: t(`overview.step.${id}.text`, { tenant: tenant.value })
    }
  }

  return computed(() => {
    const one = step()
    return answering(one) ?? adding(one) ?? outside(one) ?? (one.rule === 'readAgain' ? reading() : onPage(one))
  })
}

type Other = 'unanswered' | 'readAgain' | 'passwordWeak' | 'emailUnconfirmed'

/** Returns true for a rule whose step adds nothing. */
const isOther = (rule: Step['rule']): rule is Other =>
  rule === 'unanswered' || rule === 'readAgain' || rule === 'passwordWeak' || rule === 'emailUnconfirmed'
