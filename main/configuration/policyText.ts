import { findNodeAtLocation, getNodeValue, type Node } from 'jsonc-parser'
import type { Mistake } from '../../contract/machineFile'
import { checkPolicy, type Locator, shownKey } from './mistakes'
import type { Place } from './places'
import type { Policy } from './schema'
import { readSyntax } from './syntax'

/** The line of the file that each key is on. */
export type PolicyLines = Partial<Record<string, number>>
export type PolicyRead = { ok: true; policy: Policy; lines: PolicyLines } | { ok: false; mistakes: Mistake[] }

const byteOrderMark = '\u{feff}'
const start: Place = { line: 1, column: 1 }

/** Reads the text of the machine's file, and finds all of its mistakes at once. */
export function readPolicyText(given: string): PolicyRead {
  const marked = given.startsWith(byteOrderMark)
  const text = marked ? given.slice(1) : given
  if (text.trim() === '') return { ok: false, mistakes: [{ code: 'empty', ...start }] }

  const { tree, mistakes: broken, placeOf } = readSyntax(text)
  const mistakes: Mistake[] = [...(marked ? [{ code: 'byteOrderMark' as const, ...start }] : []), ...broken]
  if (!tree) return { ok: false, mistakes }

  const keys = propertiesOf(tree)
  const places = new Map(keys.map(({ name, offset }) => [name, placeOf(offset)]))
  const locator: Locator = {
    key: (name) => places.get(String(name)),
    value(path) {
      const node = findNodeAtLocation(tree, path.map(segmentOf))
      return node && placeOf(node.offset)
    }
  }
  mistakes.push(
    ...keys
      .filter(({ name }, index) => keys.findIndex((one) => one.name === name) !== index)
      .map(({ name, offset }): Mistake => ({ code: 'duplicateKey', key: shownKey(name), ...placeOf(offset) }))
  )
  const read = checkPolicy(getNodeValue(tree), locator)
  // In a broken text, a key may only seem to be missing.
  if (!read.ok) mistakes.push(...read.mistakes.filter(({ code }) => code !== 'keyMissing' || !isTorn(broken)))
  if (mistakes.length > 0 || !read.ok) return { ok: false, mistakes: mistakes.sort(byPlace) }
  return {
    ok: true,
    policy: read.policy,
    lines: Object.fromEntries(keys.map(({ name, offset }) => [name, placeOf(offset).line]))
  }
}

const propertiesOf = ({ type, children = [] }: Node): { name: string; offset: number }[] =>
  type === 'object' ? children.map(({ children: [key] = [], offset }) => ({ name: String(key?.value), offset })) : []

const segmentOf = (part: PropertyKey): string | number => (typeof part === 'symbol' ? String(part) : part)

/** Returns true if the text is broken by more than a comment or a trailing comma. */
const isTorn = (broken: readonly Mistake[]): boolean =>
  broken.some(({ code }) => code !== 'comment' && code !== 'trailingComma')

const byPlace = (one: Mistake, other: Mistake): number =>
  (one.line ?? 0) - (other.line ?? 0) || (one.column ?? 0) - (other.column ?? 0)
