import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const documents = [
  { file: 'SECURITY.md', without: ['Reporting', 'What it cannot protect against'] },
  { file: 'docs/SECURITY-MODEL.md', without: ['Requirements', 'What is not protected'] }
]

/** Names a sentence by a part of its text. The name is `null` if the sentence promises nothing that the app could break. */
const named = z.strictObject({ claim: z.string().startsWith('M:').nullable(), text: z.string().min(1) })
export type NamedSentence = z.infer<typeof named>

const numbered = (letter: string, last: number): string[] =>
  Array.from({ length: last }, (_, index) => `${letter}${index + 1}`)

/** The requirements and the findings of the audit. */
export const numberedClaims = [...numbered('R', 58), ...numbered('F', 13)]

export const readNamedSentences = (root: string): NamedSentence[] =>
  z.array(named).parse(JSON.parse(readFileSync(join(root, 'torture/guards/claims.json'), 'utf8')))

/** Returns each sentence in which the two documents could claim something. */
export const modelSentences = (root: string): string[] =>
  documents.flatMap(({ file, without }) => sentencesOf(readFileSync(join(root, file), 'utf8'), without))

/** Returns the sentences of a document, a row of a table as one, without its headings and the sections named. */
export function sentencesOf(markdown: string, without: readonly string[]): string[] {
  const sections = markdown.split(/^#+ /m).filter((section) => !without.includes(section.split('\n')[0] ?? ''))
  return sections.flatMap((section) => {
    const lines = section.split('\n').slice(1)
    return lines.filter((line, index) => /\w/.test(line) && !isTableHead(lines, index)).flatMap(sentencesIn)
  })
}

/** Returns true for the header row of a table and for the line below it. */
const isTableHead = (lines: string[], index: number): boolean =>
  [lines[index], lines[index + 1]].some((line) => line?.startsWith('| ---') === true)

const sentencesIn = (line: string): string[] =>
  line.startsWith('|') ? [line] : line.split(/(?<=[.!?:]["*”]*)\s+(?=[*`"“[A-Z\d])/)
