import { describe, expect, it } from 'vitest'
import { createRunner, type Runner } from './machine'

/** An event adds a number, starts work, or reports the end of work. */
type CountEvent = { add: number } | { work: string } | { done: string }
interface Count {
  readonly total: number
  readonly done: readonly string[]
}

const none: Count = { total: 0, done: [] }

interface Options {
  onChanged?: (state: Count, before: Count) => void
  /** Returns the outcome of the work. */
  outcome?: (work: string) => CountEvent | undefined
}

function start({ onChanged, outcome = (work) => ({ done: work }) }: Options = {}) {
  const told: Count[] = []
  const begun: { work: string; signal: AbortSignal; end: () => void }[] = []
  const runner: Runner<Count, CountEvent> = createRunner<Count, CountEvent, string>({
    initial: none,
    step(state, event) {
      if ('work' in event) return { state: { ...state, total: state.total + 1 }, effect: event.work }
      if ('done' in event) return { state: { ...state, done: [...state.done, event.done] } }
      return { state: event.add === 0 ? state : { ...state, total: state.total + event.add } }
    },
    run: (work, signal) => new Promise((resolve) => begun.push({ work, signal, end: () => resolve(outcome(work)) })),
    onChanged(state, before) {
      told.push(state)
      onChanged?.(state, before)
    }
  })
  return { runner, told, begun }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('a runner', () => {
  it('begins with the initial state and tells nothing of it', () => {
    const { runner, told } = start()
    expect(runner.state()).toBe(none)
    expect(told).toEqual([])
  })

  it('tells each change, and is silent about an event that changes nothing', () => {
    const { runner, told } = start()
    void runner.send({ add: 2 })
    void runner.send({ add: 0 })
    void runner.send({ add: 3 })
    expect(told.map(({ total }) => total)).toEqual([2, 5])
  })

  it('tells the previous state as well', () => {
    const changes: number[][] = []
    const { runner } = start({ onChanged: (state, before) => changes.push([before.total, state.total]) })
    void runner.send({ add: 2 })
    void runner.send({ add: 3 })
    expect(changes).toEqual([
      [0, 2],
      [2, 5]
    ])
  })

  it('hands the outcome of an effect back as the next event', async () => {
    const { runner, begun } = start()
    const sent = runner.send({ work: 'one' })
    begun[0]?.end()
    await sent
    expect(runner.state()).toEqual({ total: 1, done: ['one'] })
  })

  it('tells a change before its effect begins', () => {
    const order: string[] = []
    const { runner, begun } = start({ onChanged: () => order.push(`told, ${begun.length} begun`) })
    void runner.send({ work: 'one' })
    expect([...order, `${begun.length} begun`]).toEqual(['told, 0 begun', '1 begun'])
  })

  it('takes an event that is sent from within a change after that change, with its effect', () => {
    const { runner, told, begun } = start({
      onChanged: ({ total }) => {
        if (total === 1) void runner.send({ work: 'second' })
        if (total === 1) void runner.send({ add: 10 })
      }
    })
    void runner.send({ work: 'first' })
    expect(begun.map(({ work }) => work)).toEqual(['first', 'second'])
    expect(told.map(({ total }) => total)).toEqual([1, 2, 12])
  })

  it('goes on after a listener has thrown', () => {
    let fails = true
    const { runner } = start({
      onChanged: () => {
        if (fails) throw new Error('the listener failed')
      }
    })
    expect(() => runner.send({ add: 1 })).toThrow('the listener failed')
    fails = false
    void runner.send({ add: 1 })
    expect(runner.state().total).toBe(2)
  })

  it('has sent an event once everything that it led to is done', async () => {
    let rounds = 0
    const { runner, begun } = start({ outcome: (work) => (++rounds < 3 ? { work: `${work}+` } : undefined) })
    let isDone = false
    const sent = runner.send({ work: 'one' }).then(() => (isDone = true))
    for (const work of ['one', 'one+', 'one++']) {
      await turn()
      expect([isDone, begun.at(-1)?.work]).toEqual([false, work])
      begun.at(-1)?.end()
    }
    await sent
    expect(runner.state().total).toBe(3)
  })
})

describe('an abandoned effect', () => {
  it('is told so, and its outcome counts for nothing', async () => {
    const { runner, begun } = start()
    const sent = runner.send({ work: 'one' })
    runner.abandon()
    expect(begun[0]?.signal.aborted).toBe(true)
    begun[0]?.end()
    await sent
    expect(runner.state()).toEqual({ total: 1, done: [] })
  })

  it('leaves effects that begin afterwards alone', async () => {
    const { runner, begun } = start()
    void runner.send({ work: 'one' })
    runner.abandon()
    const sent = runner.send({ work: 'two' })
    expect(runner.signal().aborted).toBe(false)
    for (const { end } of begun) end()
    await sent
    expect(runner.state().done).toEqual(['two'])
  })

  it('does not begin if the change that asks for it abandons it', async () => {
    const { runner, begun } = start({ onChanged: () => runner.abandon() })
    await runner.send({ work: 'one' })
    expect(begun).toEqual([])
  })

  it('includes events that wait for their turn', async () => {
    let waiting: Promise<void> | undefined
    const { runner } = start({
      onChanged: ({ total }) => {
        if (total !== 1) return
        waiting = runner.send({ add: 10 })
        runner.abandon()
      }
    })
    await runner.send({ add: 1 })
    await waiting
    expect(runner.state().total).toBe(1)
  })
})

describe('a reset', () => {
  it('goes back to the initial state, says so once, and abandons what is under way', async () => {
    const { runner, told, begun } = start()
    const sent = runner.send({ work: 'one' })
    runner.reset()
    runner.reset()
    begun[0]?.end()
    await sent
    expect(runner.state()).toBe(none)
    expect(told.map(({ total }) => total)).toEqual([1, 0])
  })
})

describe('a runner is settled', () => {
  it('at once if nothing is under way', async () => {
    await expect(start().runner.settled()).resolves.toBeUndefined()
  })

  it('when every effect has ended, abandoned or not, and its outcome was taken', async () => {
    let rounds = 0
    const { runner, begun } = start({ outcome: (work) => (++rounds < 3 ? { work } : undefined) })
    void runner.send({ work: 'one' })
    runner.abandon()
    void runner.send({ work: 'two' })
    let isSettled = false
    const settled = runner.settled().then(() => (isSettled = true))
    for (const which of [0, 1, 2]) {
      await turn()
      expect(isSettled).toBe(false)
      begun[which]?.end()
    }
    await settled
    expect(begun.map(({ work }) => work)).toEqual(['one', 'two', 'two'])
  })

  it('only when the effects that have begun meanwhile have ended as well', async () => {
    const { runner, begun } = start()
    void runner.send({ work: 'one' })
    let isSettled = false
    const settled = runner.settled().then(() => (isSettled = true))
    void runner.send({ work: 'two' })
    begun[0]?.end()
    await turn()
    expect(isSettled).toBe(false)
    begun[1]?.end()
    await settled
  })
})
