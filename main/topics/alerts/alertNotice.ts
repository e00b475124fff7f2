import type { Language } from '../../../contract/settings'
import type { KeptAlert } from '../../facts/alertBook'
import { type Notice, noticeText } from '../../facts/noticeText'
import { systemText } from '../../ground/words'

/**
 * Returns the one notice of everything that was found together. It names no place, no address and no network, because it may
 * stand on a locked screen.
 */
export function alertNotice(language: Language, raised: readonly KeptAlert[]): Notice | undefined {
  const [first, ...others] = raised
  if (!first) return undefined
  const notice = others.length === 0 ? noticeOf(language, first) : manyOf(language, raised.length)
  const isAway = raised.every(({ away }) => away)
  return isAway ? { ...notice, body: `${systemText(language, 'notice.away')} ${notice.body}` } : notice
}

function noticeOf(language: Language, alert: KeptAlert): Notice {
  const { rule, factorType = '' } = alert
  if (rule === 'factorAdded') return noticeText(language, { kind: 'added', factorType })
  if (rule === 'factorRemoved') return noticeText(language, { kind: 'removed', factorType })
  return {
    title: systemText(language, `notice.alert.${rule}.title`),
    body: systemText(language, `notice.alert.${rule}.body`)
  }
}

const manyOf = (language: Language, number: number): Notice => ({
  title: systemText(language, 'notice.alert.many.title', { number: String(number) }),
  body: systemText(language, 'notice.alert.many.body')
})
