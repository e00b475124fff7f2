import { createScanner, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser'
import type { Mistake, MistakeCode } from '../../contract/machineFile'
import { type Place, placeIn } from './places'

/** Our codes for the syntax errors of jsonc-parser, by its names. */
const codes: Partial<Record<string, MistakeCode>> = {
  InvalidSymbol: 'quotesMissing',
  InvalidNumberFormat: 'numberInvalid',
  UnexpectedEndOfNumber: 'numberInvalid',
  PropertyNameExpected: 'keyExpected',
  ValueExpected: 'valueExpected',
  ColonExpected: 'colonMissing',
  CommaExpected: 'commaMissing',
  CloseBraceExpected: 'bracketMissing',
  CloseBracketExpected: 'bracketMissing',
  EndOfFileExpected: 'endExpected',
  InvalidCommentToken: 'comment',
  UnexpectedEndOfComment: 'comment',
  UnexpectedEndOfString: 'textNotClosed',
  InvalidUnicode: 'escapeInvalid',
  InvalidEscapeCharacter: 'escapeInvalid',
  InvalidCharacter: 'characterInvalid'
}

export interface Syntax {
  tree: Node | undefined
  mistakes: Mistake[]
  placeOf: (offset: number) => Place
}

/**
 * Reads JSON, and goes on after each mistake to find the next. Comments and trailing commas are parsed, but count as
 * mistakes.
 */
export function readSyntax(text: string): Syntax {
  const placeOf = (offset: number): Place => placeIn(text, offset)
  const mistakeAt = (code: MistakeCode, offset: number): Mistake => ({ code, ...placeOf(offset) })
  const errors: ParseError[] = []
  try {
    const tree = parseTree(text, errors, { disallowComments: true, allowTrailingComma: true })
    const torn = errors.map(({ error, offset }) => mistakeAt(codes[printParseErrorCode(error)] ?? 'syntax', offset))
    const remarks = torn.filter(({ code }) => code === 'comment')
    const others = torn.filter(({ code }) => code !== 'comment')
    // The first mistake of a line causes the others on it.
    const first = others.filter(({ line }, index) => others.findIndex((one) => one.line === line) === index)
    const commas = trailingCommas(text).map((offset) => mistakeAt('trailingComma', offset))
    return { tree, placeOf, mistakes: [...remarks, ...commas, ...first] }
  } catch (error) {
    // Thousands of nested brackets exceed the parser's stack.
    if (!(error instanceof RangeError)) throw error
    return { tree: undefined, placeOf, mistakes: [{ code: 'syntax', line: 1, column: 1 }] }
  }
}

function trailingCommas(text: string): number[] {
  const found: number[] = []
  const scanner = createScanner(text, true)
  let comma: number | undefined
  for (;;) {
    scanner.scan()
    const offset = scanner.getTokenOffset()
    const first = text.charAt(offset)
    if (first === '') return found
    if (comma !== undefined && (first === '}' || first === ']')) found.push(comma)
    comma = first === ',' ? offset : undefined
  }
}
