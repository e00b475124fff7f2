import { type KnownFactorType, knownFactorTypes } from '../../contract/factors'
import type { Language } from '../../contract/settings'
import { type SystemKey, systemText } from './words'

/** The subject of a native dialog. */
export type Asked =
  | { readonly what: 'factor'; readonly factorType: string; readonly target?: string | undefined }
  | { readonly what: 'passkey'; readonly name?: string | undefined }
  | { readonly what: 'devices'; readonly text: DialogText }

/** The texts of a native dialog. `cancel` comes first, and Enter and Escape choose it. */
export interface DialogText {
  readonly message: string
  readonly detail: string
  readonly cancel: string
  readonly confirm: string
}

type DialogOf<Key> = Key extends `${infer Dialog}.detail` ? Dialog : never

/** Returns the texts of a native dialog that has all four in the locale files. */
export const systemDialog = (
  language: Language,
  dialog: DialogOf<SystemKey>,
  values: Readonly<Record<string, string>> = {}
): DialogText => ({
  message: systemText(language, `${dialog}.message`, values),
  detail: systemText(language, `${dialog}.detail`, values),
  cancel: systemText(language, `${dialog}.cancel`, values),
  confirm: systemText(language, `${dialog}.confirm`, values)
})

const isKnown = (factorType: string): factorType is KnownFactorType =>
  knownFactorTypes.some((known) => known === factorType)

/** Returns the texts of the dialog that asks before something is removed. */
export function dialogText(language: Language, asked: Asked): DialogText {
  if (asked.what === 'devices') return asked.text
  const cancel = systemText(language, 'removal.cancel')
  const confirm = systemText(language, 'removal.confirm')
  if (asked.what === 'passkey') {
    const message = systemText(language, 'removal.message.passkey')
    return { message, detail: below(asked.name, systemText(language, 'removal.effect.passkey')), cancel, confirm }
  }
  const { factorType, target } = asked
  const kind = isKnown(factorType) ? factorType : 'other'
  const message = systemText(language, `removal.message.${kind}`, { factorType })
  return { message, detail: below(target, systemText(language, 'removal.effect.factor')), cancel, confirm }
}

const below = (subject: string | undefined, effect: string): string => (subject ? `${subject}\n\n${effect}` : effect)
