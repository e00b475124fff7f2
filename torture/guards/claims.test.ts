import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { modelSentences, numberedClaims, readNamedSentences, sentencesOf } from './claims'
import { readGuards, readWithoutGuard } from './list'

const root = fileURLToPath(new URL('../..', import.meta.url))
const named = readNamedSentences(root)
const known = new Set([...numberedClaims, ...named.map(({ claim }) => claim).filter((claim) => claim !== null)])
const guarded = new Set(readGuards().flatMap(({ claims }) => claims))
const without = readWithoutGuard().map(({ claim }) => claim)

it('each sentence of the security model has one name', () => {
  const unclear = modelSentences(root).filter(
    (sentence) => named.filter(({ text }) => sentence.includes(text)).length !== 1
  )
  expect(unclear).toEqual([])
})

it('each name belongs to a sentence that is still there', () => {
  const sentences = modelSentences(root)
  expect(named.filter(({ text }) => !sentences.some((sentence) => sentence.includes(text)))).toEqual([])
})

it('each requirement, finding and claim has a guard, or the reason why it has none', () => {
  expect([...known].filter((claim) => !guarded.has(claim) && !without.includes(claim))).toEqual([])
})

it('no claim has a guard and a reason for having none', () => {
  expect(without.filter((claim) => guarded.has(claim))).toEqual([])
})

it('no guard serves a claim that nobody makes', () => {
  expect([...guarded, ...without].filter((claim) => !known.has(claim))).toEqual([])
})

it('reads a document sentence by sentence, a row of a table as one', () => {
  const document = [
    '# Model',
    'One thing. `two` things: three.',
    '',
    '| what | who |',
    '| --- | --- |',
    '| A. | B. |',
    '## Reporting',
    'Not here.',
    '## Rest',
    '- **Bold.** Last "words."'
  ].join('\n')
  expect(sentencesOf(document, ['Reporting'])).toEqual([
    'One thing.',
    '`two` things: three.',
    '| A. | B. |',
    '- **Bold.**',
    'Last "words."'
  ])
})
