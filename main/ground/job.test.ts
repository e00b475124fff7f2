import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { type JobState, jobState } from '../../contract/job'
import { AppError } from './errors'
import { createJob, type JobRunner, type Report } from './job'

type State = JobState<string>

/** The work under way, ended by the test. */
interface Work {
  report: Report
  signal: AbortSignal
  finish: (result: string) => void
  fail: (error: unknown) => void
}

/** Returns a job whose work the test does by hand. */
function begin(tellsPerSecond?: number) {
  const works: Work[] = []
  const told: { state: State; at: number }[] = []
  const job: JobRunner<string, string> = createJob({
    run: (_input, report, signal) =>
      new Promise<string>((finish, fail) => works.push({ report, signal, finish, fail })),
    onChanged: (state: State) => told.push({ state, at: performance.now() }),
    ...(tellsPerSecond !== undefined && { tellsPerSecond })
  })
  const phases = () => told.map(({ state }) => state.phase)
  return { job, works, told, phases, work: () => works.at(-1) }
}

const settle = () => vi.advanceTimersByTimeAsync(0)
const shape = jobState(z.string())

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

describe('a job', () => {
  it('runs and gives its result', async () => {
    const { job, work, phases } = begin()
    const { id } = job.start('all')
    await settle()
    expect(job.state()).toEqual({ phase: 'running', id, done: 0 })
    work()?.finish('saved')
    await settle()
    expect(job.state()).toEqual({ phase: 'finished', id, result: 'saved' })
    expect(phases()).toEqual(['running', 'finished'])
  })

  it('fails with the code of the failure, and reveals nothing of a bug', async () => {
    for (const [error, code] of [
      [new AppError('fileNotWritten'), 'fileNotWritten'],
      [new Error('canary'), 'unexpected']
    ] as const) {
      const { job, work } = begin()
      const { id } = job.start('all')
      await settle()
      work()?.fail(error)
      await settle()
      expect(job.state()).toEqual({ phase: 'failed', id, failure: { code, at: Date.now() } })
    }
  })

  it('fails if its work throws before it begins', async () => {
    const run = (): Promise<string> => {
      throw new AppError('offline')
    }
    const job = createJob({ run, onChanged: () => undefined })
    job.start('all')
    await settle()
    expect(job.state()).toMatchObject({ phase: 'failed', failure: { code: 'offline' } })
  })

  it('is the only one while it runs', async () => {
    const { job, works } = begin()
    job.start('all')
    expect(() => job.start('more')).toThrow(expect.objectContaining({ code: 'notAllowed' }))
    await settle()
    expect(works).toHaveLength(1)
  })

  it('is running until it has stopped, and then cancelled, however its work ends', async () => {
    const { job, work, phases } = begin()
    const { id } = job.start('all')
    await settle()
    job.cancel(id)
    expect(work()?.signal.aborted).toBe(true)
    expect(job.state().phase).toBe('running')
    work()?.fail(new AppError('timedOut'))
    await settle()
    expect(job.state()).toEqual({ phase: 'cancelled', id })
    expect(phases()).toEqual(['running', 'cancelled'])
  })

  it('is finished if it was too late to stop it', async () => {
    const { job, work } = begin()
    const { id } = job.start('all')
    await settle()
    job.cancel(id)
    work()?.finish('saved')
    await settle()
    expect(job.state().phase).toBe('finished')
  })

  it('is cancelled before its work begins', async () => {
    const { job, works } = begin()
    job.cancel(job.start('all').id)
    await settle()
    expect([job.state().phase, works.length]).toEqual(['cancelled', 0])
  })

  it('does not hear a cancel that is meant for another', async () => {
    const { job, work } = begin()
    const { id } = job.start('first')
    await settle()
    work()?.finish('')
    await settle()
    job.start('second')
    await settle()
    job.cancel(id)
    expect(work()?.signal.aborted).toBe(false)
  })

  it('is forgotten at its end, and nothing is told of it any more', async () => {
    const { job, work, phases } = begin()
    job.start('all')
    await settle()
    const ended = job.end()
    work()?.report(7)
    expect(work()?.signal.aborted).toBe(true)
    work()?.finish('saved after all')
    await ended
    expect(phases()).toEqual(['running', 'none'])
    expect(job.state()).toEqual({ phase: 'none' })
  })

  it('begins after one that was forgotten has cleared up', async () => {
    const { job, works } = begin()
    job.start('first')
    await settle()
    const ended = job.end()
    job.start('second')
    await settle()
    expect(works).toHaveLength(1)
    works[0]?.fail(new Error())
    await ended
    await settle()
    expect(works).toHaveLength(2)
    expect(works[1]?.signal.aborted).toBe(false)
  })
})

describe('its progress', () => {
  it('is told at once, then no more often than asked for, and always at the end', async () => {
    const { job, work, told } = begin(4)
    job.start('all')
    await settle()
    await vi.advanceTimersByTimeAsync(250)
    for (let done = 1; done <= 100; done++) {
      work()?.report(done, 100)
      await vi.advanceTimersByTimeAsync(10)
    }
    await vi.advanceTimersByTimeAsync(250)
    expect(told.map(({ state }) => 'done' in state && state.done)).toEqual([0, 1, 25, 50, 75, 100])
    expect(vi.getTimerCount()).toBe(0)
  })

  it('is told no more often than asked for where a second does not divide into whole milliseconds', async () => {
    const { job, work, told } = begin(3)
    job.start('all')
    await settle()
    for (let done = 1; done <= 400; done++) {
      work()?.report(done)
      await vi.advanceTimersByTimeAsync(5)
    }
    const times = told.slice(1).map(({ at }) => at)
    expect(times.length).toBeGreaterThan(3)
    for (const at of times) {
      expect(times.filter((other) => other >= at && other < at + 1_000).length).toBeLessThanOrEqual(3)
    }
  })

  it.each<[string, Parameters<Report>, Parameters<Report>, object]>([
    ['goes back', [5, 100], [3, 100], { done: 5, total: 100 }],
    ['goes beyond its end', [5, 10], [12, 10], { done: 12, total: 12 }],
    ['is no whole number', [1, 10], [2.9, 10.5], { done: 2, total: 10 }],
    ['is no number', [1, 10], [Number.NaN, Number.NaN], { done: 1, total: 1 }],
    ['is without end', [1, 10], [Infinity], { done: Number.MAX_SAFE_INTEGER }]
  ])('can be drawn if the reported amount %s', async (_name, first, second, drawn) => {
    const { job, work } = begin()
    job.start('all')
    await settle()
    work()?.report(...first)
    work()?.report(...second)
    expect(job.state()).toMatchObject(drawn)
    expect(shape.safeParse(job.state()).success).toBe(true)
  })
})

type Step = 'start' | 'cancel' | 'cancelOther' | 'end' | 'finish' | 'fail' | 'wait' | number

const anyStep = fc.oneof(
  {
    arbitrary: fc.constantFrom<Step>('start', 'cancel', 'cancelOther', 'end', 'finish', 'fail', 'wait'),
    weight: 4
  },
  { arbitrary: fc.nat(300), weight: 2 }
)
const anySteps = fc.array(anyStep, { maxLength: 60, size: 'max' })

describe('in any order of events', () => {
  const play = async (steps: readonly Step[], perSecond: number) => {
    const all = begin(perSecond)
    const { job, works } = all
    let id = ''
    for (const step of steps) {
      const newest = works.at(-1)
      if (typeof step === 'number') newest?.report(step, 200)
      else if (step === 'start') {
        if (job.state().phase !== 'running') id = job.start('all').id
      } else if (step === 'cancel') job.cancel(id)
      else if (step === 'cancelOther') job.cancel('7d444840-9dc0-41a8-a4c4-0242ac120002')
      else if (step === 'end') void job.end()
      else if (step === 'finish') newest?.finish('saved')
      else if (step === 'fail') newest?.fail(new AppError('offline'))
      else await vi.advanceTimersByTimeAsync(90)
      await settle()
    }
    return all
  }

  it('each state that is told crosses the bridge and fits the phases of a job, and the last one is the state of the job', async () => {
    await fc.assert(
      fc.asyncProperty(anySteps, async (steps) => {
        const { told, job } = await play(steps, 4)
        await vi.advanceTimersByTimeAsync(1_000)
        let before: State = { phase: 'none' }
        for (const { state } of told) {
          expect(shape.parse(state)).toEqual(state)
          const sameJob = 'id' in state && 'id' in before && state.id === before.id
          if (state.phase === 'running' && sameJob) {
            expect(before).toMatchObject({ phase: 'running' })
            if ('done' in before) expect(state.done).toBeGreaterThanOrEqual(before.done)
          } else if (state.phase !== 'running' && state.phase !== 'none') {
            expect([before.phase, sameJob]).toEqual(['running', true])
          }
          before = state
        }
        expect(before).toEqual(job.state())
      })
    )
  })

  it('progress is told no more often in a second than asked for, and no timer stays behind', async () => {
    await fc.assert(
      fc.asyncProperty(anySteps, fc.integer({ min: 1, max: 10 }), async (steps, most) => {
        const { told, job, works } = await play(steps, most)
        const progress = told.filter(({ state }) => state.phase === 'running' && state.done > 0)
        for (const { at } of progress) {
          expect(progress.filter((other) => other.at >= at && other.at < at + 1_000).length).toBeLessThanOrEqual(most)
        }
        const ended = job.end()
        works.forEach(({ fail }) => fail(new Error()))
        await settle()
        works.forEach(({ fail }) => fail(new Error()))
        await ended
        expect(vi.getTimerCount()).toBe(0)
        expect(job.state()).toEqual({ phase: 'none' })
      })
    )
  })

  it('two works are never under way', async () => {
    await fc.assert(
      fc.asyncProperty(anySteps, async (steps) => {
        let running = 0
        const job = createJob({ run: counted, onChanged: () => undefined })
        async function counted(ms: number, _report: Report, signal: AbortSignal): Promise<void> {
          expect(++running).toBe(1)
          await new Promise((resolve) => setTimeout(resolve, ms))
          running--
          signal.throwIfAborted()
        }
        for (const step of steps) {
          const state = job.state()
          if (typeof step === 'number' && state.phase !== 'running') job.start(step)
          else if (step === 'cancel' && 'id' in state) job.cancel(state.id)
          else if (step === 'end') void job.end()
          else await vi.advanceTimersByTimeAsync(50)
        }
        void job.end()
        await vi.advanceTimersByTimeAsync(20_000)
        expect([running, vi.getTimerCount()]).toEqual([0, 0])
      })
    )
  })
})
