import type { Device, EndingVerb } from '../../../../contract/devices'
import type { Language } from '../../../../contract/settings'
import type { DialogText } from '../../../ground/dialogText'
import { plainText } from '../../../ground/text'
import { systemText } from '../../../ground/words'

interface Asked {
  verb: EndingVerb
  devices: readonly Device[]
  /** True if one of the devices may be this computer, because no id of ours is in the list. */
  mayBeHere: boolean
}

/** A dialog has room for so many names. */
const mostNames = 8
const longest = 80

/** Returns the question before devices are ended. It names what main itself has just read from the tenant. */
export function questionOf(language: Language, { verb, devices, mayBeHere }: Asked): DialogText {
  const names = devices.map((device) => nameOf(language, device))
  const [only = '', ...others] = names
  const count = String(devices.length)
  const message =
    others.length === 0
      ? systemText(language, `devices.${verb}.one`, { name: only })
      : systemText(language, `devices.${verb}.many`, { count })
  const left = names.length - mostNames
  const listed = [
    ...(others.length === 0 ? [] : names.slice(0, mostNames)),
    ...(left > 0 ? [systemText(language, 'devices.more', { count: String(left) })] : [])
  ]
  const effects = [
    systemText(language, `devices.${verb}.effect`),
    ...(mayBeHere ? [systemText(language, 'devices.mayBeHere')] : [])
  ]
  return {
    message,
    detail: [listed.join('\n'), effects.join(' ')].filter(Boolean).join('\n\n'),
    cancel: systemText(language, 'devices.cancel'),
    confirm: systemText(language, `devices.${verb}.confirm`)
  }
}

function nameOf(language: Language, { label, name, browser, system, type, lastAddress }: Device): string {
  const both = browser && system ? systemText(language, 'devices.browserOn', { browser, system }) : undefined
  const own = type === 'Browser' || type === undefined ? (both ?? name) : (name ?? both)
  const known = label ?? own ?? system ?? systemText(language, 'devices.unknown')
  const plain = plainText(known, longest)
  return lastAddress === undefined ? plain : `${plain} (${plainText(lastAddress, longest)})`
}
