import { type KnownFactorType, knownFactorTypes } from '../../contract/factors'
import type { Language } from '../../contract/settings'
import { systemText } from '../ground/words'

/** The texts of a notification of the system. */
export interface Notice {
  readonly title: string
  readonly body: string
}

const isKnown = (factorType: string): factorType is KnownFactorType =>
  knownFactorTypes.some((known) => known === factorType)

/** One word of letters. A notice may stand on a locked screen, so nobody else's sentence belongs into it. */
const plainType = /^[A-Za-z][A-Za-z0-9_-]{0,19}$/

function nameOf(language: Language, factorType: string): string {
  if (isKnown(factorType)) return systemText(language, `notice.factor.${factorType}`)
  return plainType.test(factorType) ? factorType : systemText(language, 'notice.factor.other')
}

/** Returns the notice of a change that was made elsewhere. A type that this version cannot explain is shown by its own name. */
export function noticeText(
  language: Language,
  { kind, factorType }: { kind: 'added' | 'removed'; factorType: string }
): Notice {
  const name = nameOf(language, factorType)
  return {
    title: systemText(language, `notice.${kind}.title`, { name }),
    body: systemText(language, `notice.${kind}.body`)
  }
}
