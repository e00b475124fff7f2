import type { KnownFactorType } from '../../../contract/factors'
import { formatsOf } from '../../../contract/formats'
import type { Language } from '../../../contract/settings'
import { systemText } from '../../ground/words'

/** Returns a message to an administrator that asks for methods which the tenant does not offer. */
export function requestText(language: Language, host: string, methods: readonly KnownFactorType[]): string {
  const names = methods.map((type) => systemText(language, `notice.factor.${type}`))
  const listed = new Intl.ListFormat(formatsOf(language), { type: 'disjunction' }).format(names)
  return systemText(language, 'overview.request', { host: new URL(host).host, methods: listed })
}
