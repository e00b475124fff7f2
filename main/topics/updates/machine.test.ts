import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Failure } from '../../../contract/result'
import type { Step } from '../../ground/machine'
import { type Announced, type Effect, type Progress, step, type UpdateEvent } from './machine'

const running = '1.2.0'
const release = (version: string, size = 100): Announced => ({
  version,
  minimum: '1.0.0',
  released: '2026-11-28',
  notes: { en: '', 'zh-CN': '' },
  size
})
const failure: Failure = { code: 'updateUnreachable', at: 0 }

const anyEvent: fc.Arbitrary<UpdateEvent> = fc.oneof(
  fc.constantFrom<UpdateEvent>(
    { type: 'look' },
    { type: 'install' },
    { type: 'restart' },
    { type: 'installed' },
    { type: 'failed', failure }
  ),
  fc
    .constantFrom('1.1.9', '1.2.0', '1.2.1', '2.0.0')
    .map((version): UpdateEvent => ({ type: 'found', release: release(version) })),
  fc.nat(200).map((bytes): UpdateEvent => ({ type: 'received', bytes }))
)

/** Returns the step after these events, from the beginning. */
const after = (...events: UpdateEvent[]): Step<Progress, Effect> =>
  events.reduce<Step<Progress, Effect>>(({ state }, event) => step(state, event, running), { state: { phase: 'idle' } })

const releaseIn = (state: Progress): Announced | undefined => ('release' in state ? state.release : undefined)

it('offers, downloads and has ready only newer versions, in any order of events', () => {
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 40 }), (events) => {
      const { state } = after(...events)
      expect([undefined, '1.2.1', '2.0.0']).toContain(releaseIn(state)?.version)
    })
  )
})

it('makes one request at a time, and only in the states that allow it, in any order of events', () => {
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 40 }), (events) => {
      let state: Progress = { phase: 'idle' }
      for (const event of events) {
        const before: Progress = state
        const { state: next, effect } = step(state, event, running)
        state = next
        if (effect === 'look') expect(['looking', 'downloading', 'ready']).not.toContain(before.phase)
        if (effect === 'install') expect(before.phase).toBe('available')
        if (effect === 'restart') expect(before.phase).toBe('ready')
        if (state.phase === 'ready' && before.phase !== 'ready') {
          expect([before.phase, event.type]).toEqual(['downloading', 'installed'])
        }
      }
    })
  )
})

it('never counts a download backwards or beyond its end', () => {
  const begun: UpdateEvent[] = [{ type: 'look' }, { type: 'found', release: release('2.0.0') }, { type: 'install' }]
  const received = (bytes: number): UpdateEvent => ({ type: 'received', bytes })
  expect(after(...begun, received(60), received(40)).state).toMatchObject({ phase: 'downloading', bytes: 60 })
  expect(after(...begun, received(150)).state).toMatchObject({ bytes: 100 })
})

it('keeps what it knows of a newer version when a later look or its download fails', () => {
  const found: UpdateEvent[] = [{ type: 'look' }, { type: 'found', release: release('2.0.0') }]
  const failed: UpdateEvent = { type: 'failed', failure }
  for (const event of ['look', 'install'] as const) {
    expect(after(...found, { type: event }, failed).state).toEqual({
      phase: 'available',
      release: release('2.0.0'),
      failure
    })
  }
})

it('downloads the release that the repository names by then, and none that is not newer any more', () => {
  const begun: UpdateEvent[] = [{ type: 'look' }, { type: 'found', release: release('2.0.0') }, { type: 'install' }]
  expect(releaseIn(after(...begun, { type: 'found', release: release('2.0.1') }).state)?.version).toBe('2.0.1')
  expect(after(...begun, { type: 'found', release: release('1.2.0') }).state).toEqual({ phase: 'upToDate' })
})

it('offers a release again if its file was not right just before it was to be put in place', () => {
  const ready: UpdateEvent[] = [
    { type: 'look' },
    { type: 'found', release: release('2.0.0') },
    { type: 'install' },
    { type: 'installed' }
  ]
  expect(after(...ready, { type: 'restart' }).effect).toBe('restart')
  expect(after(...ready, { type: 'failed', failure }).state.phase).toBe('available')
})

it('stays as it is, and asks for nothing, where an event does not fit', () => {
  const known = release('2.0.0')
  const found: UpdateEvent = { type: 'found', release: known }
  const received: UpdateEvent = { type: 'received', bytes: 1 }
  const [look, install]: [UpdateEvent, UpdateEvent] = [{ type: 'look' }, { type: 'install' }]
  const [restart, installed]: [UpdateEvent, UpdateEvent] = [{ type: 'restart' }, { type: 'installed' }]
  const failed: UpdateEvent = { type: 'failed', failure }
  const unfitting: [Progress, UpdateEvent[]][] = [
    [{ phase: 'idle' }, [install, restart, installed, found, received, failed]],
    [{ phase: 'upToDate' }, [install, restart, installed, found, received, failed]],
    [{ phase: 'failed', failure }, [install, restart, installed, found, received, failed]],
    [{ phase: 'looking' }, [look, install, restart, installed, received]],
    [{ phase: 'available', release: known }, [restart, installed, found, received, failed]],
    [{ phase: 'downloading', release: known, bytes: 1 }, [look, install, restart]],
    [{ phase: 'ready', release: known }, [look, install, installed, found, received]]
  ]
  for (const [state, events] of unfitting) {
    for (const event of events)
      expect([state.phase, event.type, step(state, event, running)]).toEqual([state.phase, event.type, { state }])
  }
})

it('makes the request that goes with each step', () => {
  const found: UpdateEvent[] = [{ type: 'look' }, { type: 'found', release: release('2.0.0') }]
  expect(after({ type: 'look' })).toEqual({ state: { phase: 'looking' }, effect: 'look' })
  expect(after(...found).state).toEqual({ phase: 'available', release: release('2.0.0') })
  expect(after(...found, { type: 'look' }).effect).toBe('look')
  expect(after(...found, { type: 'install' })).toEqual({
    state: { phase: 'downloading', release: release('2.0.0'), bytes: 0 },
    effect: 'install'
  })
})
