import { createHash } from 'node:crypto'
import { canonicalBytes } from './canonical'
import type { RootDocument, TargetsDocument } from './drafts'

/**
 * Returns the content of a draft in lines for the person who is to sign it, and its fingerprint. Two people who read the
 * same fingerprint sign the same content.
 */
export function summaryOf({ signed, signatures }: RootDocument | TargetsDocument): string {
  return [
    `${signed._type} number ${signed.version}, until ${signed.expires}, ${signatures.length} signatures`,
    ...(signed._type === 'root' ? keysOf(signed) : filesOf(signed)),
    `  fingerprint ${createHash('sha256').update(canonicalBytes(signed)).digest('hex')}`
  ].join('\n')
}

const keysOf = ({ roles }: RootDocument['signed']): string[] =>
  Object.entries(roles).map(([role, { keyids, threshold }]) => `  ${role}: ${threshold} of ${keyids.join(', ')}`)

const filesOf = ({ targets }: TargetsDocument['signed']): string[] =>
  Object.entries(targets).flatMap(([name, { length, hashes, custom }]) => [
    `  ${name}: ${length} bytes, sha256 ${hashes.sha256}`,
    `    ${visible(JSON.stringify(custom))}`
  ])

/** Escapes characters that a terminal would execute or hide, and so show something other than what is signed. */
const visible = (text: string): string =>
  text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16) ?? ''}}`)
