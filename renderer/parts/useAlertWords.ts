import { CircleX, KeyRound, Laptop, type LucideIcon, Mail, Phone, ShieldAlert, ShieldCheck } from '@lucide/vue'
import type { Alert, AlertRule } from '../../contract/alerts'
import { isKnownFactor } from './factorFacts'
import { useFormat } from '../text/useFormat'
import { regionNames } from '../text/regionNames'
import { useText } from '../text/useText'

const icons: Readonly<Record<AlertRule, LucideIcon>> = {
  newDevice: Laptop,
  newPlace: ShieldAlert,
  failedBurst: CircleX,
  factorAdded: ShieldCheck,
  factorRemoved: ShieldCheck,
  emailChanged: Mail,
  phoneChanged: Phone,
  passwordChanged: KeyRound,
  memoryLost: CircleX
}

/** Says what an alert is about in the words of the window. */
export function useAlertWords() {
  const { t, locale } = useText()
  const { when, time, span } = useFormat()

  const country = (code: string): string =>
    /^[A-Z]{2}$/.test(code) ? (regionNames(locale.value).of(code) ?? code) : code
  const factor = (type = ''): string => (isKnownFactor(type) ? t(`factors.${type}.name`) : type)

  function device({ device: known, signIn }: Alert): string | undefined {
    const { browser, system } = known ?? signIn ?? {}
    if (known?.name !== undefined) return known.name
    if (browser !== undefined && system !== undefined) return t('activity.device', { browser, system })
    return browser ?? system
  }

  function title(alert: Alert): string {
    const { rule, burst, was, is } = alert
    if (rule === 'failedBurst') return t('alerts.title.failedBurst', { count: burst?.count ?? 0 })
    if (rule === 'factorAdded' || rule === 'factorRemoved') {
      return t(`alerts.title.${rule}`, { name: factor(alert.factorType) })
    }
    if (rule === 'emailChanged' || rule === 'phoneChanged') {
      const kind = was === undefined ? 'added' : is === undefined ? 'removed' : 'changed'
      return t(`alerts.title.${rule}.${kind}`)
    }
    return t(`alerts.title.${rule}`)
  }

  function before({ before: burst, at }: Alert): string | undefined {
    if (!burst) return undefined
    return t('alerts.before', { count: burst.count, span: span(Math.max(60_000, at - burst.until)) })
  }

  /** Returns when it happened, where to, and what came before it or was there before. */
  function lead(alert: Alert): string {
    const { at, signIn, was, is, burst, rule, away } = alert
    const lasted = burst && t('alerts.span', { from: when(burst.since), to: time(burst.until) })
    const difference = rule === 'memoryLost' ? t('alerts.lost') : differenceOf(was, is)
    return [
      lasted ?? (signIn?.app === undefined ? when(at) : t('alerts.signedInTo', { time: when(at), app: signIn.app })),
      difference,
      before(alert),
      away && t('alerts.away')
    ]
      .filter((part) => typeof part === 'string')
      .join(t('alerts.join'))
  }

  /** Returns all of it in one line. */
  function gist(alert: Alert): string {
    const from = alert.signIn?.country
    return [device(alert), from === undefined ? undefined : country(from), lead(alert)]
      .filter((part) => part !== undefined)
      .join(t('alerts.join'))
  }

  /** Returns the question that an alert puts, if it puts one. */
  const question = (alert: Alert): string =>
    alert.rule === 'memoryLost' ? title(alert) : t('alerts.wasThisYou', { what: title(alert) })

  function differenceOf(was: string | undefined, is: string | undefined): string | undefined {
    if (was === undefined) return is
    return is === undefined ? t('alerts.was', { before: was }) : t('alerts.wasIs', { before: was, after: is })
  }

  return { title, question, lead, gist, device, icon: ({ rule }: Alert) => icons[rule], country }
}
