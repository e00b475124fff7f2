import type { KnownFactorType } from '../../../contract/factors'
import { useText } from '../../text/useText'

const steps = {
  OTP: ['scan', 'confirm', 'recoveryCode'],
  SMS: ['number', 'confirm'],
  EMAIL: ['address', 'confirm'],
  FACE: ['camera', 'confirm']
} as const

/** Returns the title and the steps of each wizard, in the language of the window. */
export function useWizardHeads(): (type: KnownFactorType) => { title: string; steps: string[] } {
  const { t } = useText()
  return (type) => ({
    title: t(`enrolment.title.${type}`),
    steps: steps[type].map((step) => t(`enrolment.steps.${step}`))
  })
}
