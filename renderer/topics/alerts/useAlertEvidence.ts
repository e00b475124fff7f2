import { computed } from 'vue'
import type { Alert } from '../../../contract/alerts'
import { formatsOf } from '../../../contract/formats'
import { useAlertWords } from '../../parts/useAlertWords'
import { type MessageKey, useText } from '../../text/useText'

/** One line of evidence. `speaks`: for the person, against them, or for neither. */
export interface Evidence {
  name: string
  text: string
  speaks: 'for' | 'against' | 'neither'
}

/** Returns a function that lists the evidence of an alert, each with what is usual for the person. */
export function useAlertEvidence(): (alert: Alert) => Evidence[] {
  const { t, locale } = useText()
  const { device, country } = useAlertWords()
  const listed = computed(() => new Intl.ListFormat(formatsOf(locale.value)))

  function evidence(alert: Alert): Evidence[] {
    const { rule, signIn, usual } = alert
    const lines: Evidence[] = []
    const put = (name: MessageKey, text: string | undefined, speaks: Evidence['speaks'] = 'against'): void => {
      if (text !== undefined) lines.push({ name: t(name), text, speaks })
    }
    if (rule === 'newDevice') put('alerts.about.device', t('alerts.evidence.device'))
    const known = device(alert)
    if (known !== undefined) {
      const isUsual = hasUsualFamilies(alert)
      put(
        'alerts.about.system',
        isUsual
          ? t('alerts.evidence.usual', { value: known })
          : unusual(known, [...(usual?.browsers ?? []), ...(usual?.systems ?? [])]),
        isUsual ? 'for' : 'against'
      )
    }
    if (signIn?.country !== undefined) {
      const isUsual = usual?.countries.includes(signIn.country) ?? false
      const name = country(signIn.country)
      put(
        'alerts.about.country',
        isUsual ? t('alerts.evidence.usual', { value: name }) : unusual(name, (usual?.countries ?? []).map(country)),
        isUsual ? 'for' : 'against'
      )
    }
    put('alerts.about.address', signIn?.address, 'neither')
    return lines
  }

  const unusual = (value: string, known: readonly string[]): string =>
    known.length === 0 ? value : t('alerts.evidence.unusual', { value, usual: listed.value.format(known) })

  return evidence
}

function hasUsualFamilies({ device, signIn, usual }: Alert): boolean {
  const { system, browser } = device ?? signIn ?? {}
  if (!usual || system === undefined || browser === undefined) return false
  return usual.systems.includes(system) && usual.browsers.includes(browser)
}
