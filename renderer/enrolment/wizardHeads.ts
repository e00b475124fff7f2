import type { KnownFactorType } from '../../contract/factors'
import { useText } from '../composables/useText'

const steps = {
  OTP: ['scan', 'confirm', 'recoveryCode'],
  SMS: ['number', 'confirm'],
  EMAIL: ['address', 'confirm'],
  FACE: ['camera', 'confirm']
} as const

/** What the head of each wizard says, in the language of the window. */
export function useWizardHeads(): (type: KnownFactorType) => { title: string; steps: string[] } {
  const { t } = useText()
  return (type) => ({
    title: t(`enrolment.title.${type}`),
    steps: steps[type].map((step) => t(`enrolment.steps.${step}`))
  })
}
