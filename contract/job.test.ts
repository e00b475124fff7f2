import { expect, expectTypeOf, it } from 'vitest'
import { z } from 'zod'
import { type JobState, jobState } from './job'

const state = jobState(z.object({ rows: z.int() }))
const id = '7d444840-9dc0-41a8-a4c4-0242ac120002'

it.each<JobState<{ rows: number }>>([
  { phase: 'none' },
  { phase: 'running', id, done: 0 },
  { phase: 'running', id, done: 40, total: 100 },
  { phase: 'finished', id, result: { rows: 100 } },
  { phase: 'cancelled', id },
  { phase: 'failed', id, failure: { code: 'fileNotWritten', at: 0 } }
])('a job may be %j', (value) => {
  expect(state.parse(value)).toEqual(value)
})

it.each([
  ['finished without its result', { phase: 'finished', id }],
  ['failed without its failure', { phase: 'failed', id }],
  ['running without a number', { phase: 'running', id, done: Number.NaN }],
  ['running backwards', { phase: 'running', id, done: -1 }],
  ['running under an id of another kind', { phase: 'running', id: 'export', done: 0 }]
])('a job is never %s', (_name, value) => {
  expect(state.safeParse(value).success).toBe(false)
})

it('tells the window nothing that the contract does not name', () => {
  expect(state.parse({ phase: 'finished', id, result: { rows: 1, path: '/home' } })).toEqual({
    phase: 'finished',
    id,
    result: { rows: 1 }
  })
})

it('has the type that main and the window work with', () => {
  expectTypeOf<z.infer<typeof state>>().toEqualTypeOf<JobState<{ rows: number }>>()
})
