import { expect, it } from 'vitest'
import { mutantsOf, withoutStaleSurvivors } from './mutants.mjs'

const mutant = (line, from, to, change = {}) => ({
  mutatorName: 'StringLiteral',
  replacement: '""',
  status: 'Survived',
  location: { start: { line, column: from }, end: { line, column: to } },
  ...change
})
const read = (source, ...mutants) => mutantsOf({ files: { 'main/a.ts': { source, mutants } } })

it('tells the place, the code and the change of each mutant', () => {
  expect(read("\nsay('one')\n", mutant(2, 5, 10))).toEqual([
    {
      id: expect.stringMatching(/^[0-9a-f]{10}$/),
      file: 'main/a.ts',
      line: 2,
      outcome: 'survived',
      code: "'one'",
      becomes: '""'
    }
  ])
})

it('quotes code of several lines from its first column to its last', () => {
  const location = { start: { line: 1, column: 5 }, end: { line: 3, column: 2 } }
  expect(read('if (a) {\n  b()\n} // end', mutant(1, 0, 0, { location }))[0].code).toBe('a) {\n  b()\n}')
})

it('knows a mutant again although its line has moved', () => {
  const [before] = read("say('one')", mutant(1, 5, 10))
  const [after] = read("\n\n  say('one')", mutant(3, 7, 12))
  expect(after.id).toBe(before.id)
})

it.each([
  ['another line around it', "tell('one')", mutant(1, 6, 11)],
  ['another change', "say('one')", mutant(1, 5, 10, { replacement: '"other"' })],
  ['another kind of change', "say('one')", mutant(1, 5, 10, { mutatorName: 'Other' })]
])('takes it for another mutant with %s', (_name, source, changed) => {
  const [before] = read("say('one')", mutant(1, 5, 10))
  expect(read(source, changed)[0].id).not.toBe(before.id)
})

it('tells the same change in two equal lines apart, in the order of the lines', () => {
  const ids = read("say('one')\nsay('one')", mutant(2, 5, 10), mutant(1, 5, 10)).map(({ id, line }) => [line, id])
  expect(ids).toEqual([
    [1, ids[0][1]],
    [2, `${ids[0][1]}.2`]
  ])
})

it.each([
  ['Killed', 'killed'],
  ['RuntimeError', 'killed'],
  ['Survived', 'survived'],
  ['Timeout', 'timedOut'],
  ['NoCoverage', 'noCoverage']
])('reads %s as %s', (status, outcome) => {
  expect(read("say('one')", mutant(1, 5, 10, { status }))[0].outcome).toBe(outcome)
})

it('fails at a mutant that was not judged', () => {
  expect(() => read("say('one')", mutant(1, 5, 10, { status: 'Pending' }))).toThrow('Pending')
})

it('leaves to a new judgement what survived while its module loaded', () => {
  const atLoading = mutant(1, 5, 10, { static: true })
  const noticed = mutant(1, 5, 10, { static: true, status: 'Killed' })
  const inTests = mutant(1, 5, 10, { static: false })
  const report = { schemaVersion: '1', files: { 'main/a.ts': { source: '', mutants: [atLoading, noticed, inTests] } } }
  expect(withoutStaleSurvivors(report)).toEqual({
    schemaVersion: '1',
    files: { 'main/a.ts': { source: '', mutants: [noticed, inTests] } }
  })
})
