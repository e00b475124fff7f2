import type { Failure } from '../../../contract/result'
import type { Step } from '../../ground/machine'
import type { Release } from './release'
import { compareVersions } from './version'

/** The facts of a release that are known without asking the repository again. */
export type Announced = Omit<Release, 'target' | 'sha512'>

export type Progress =
  | { phase: 'idle' | 'upToDate' }
  /** `known` is a newer version that was found before. */
  | { phase: 'looking'; known?: Announced }
  | { phase: 'available'; release: Announced; failure?: Failure }
  | { phase: 'downloading'; release: Announced; bytes: number }
  | { phase: 'ready'; release: Announced }
  | { phase: 'failed'; failure: Failure }

export type UpdateEvent =
  | { type: 'look' | 'install' | 'restart' | 'installed' }
  /** The release that the repository names, newer or not. */
  | { type: 'found'; release: Announced }
  | { type: 'received'; bytes: number }
  | { type: 'failed'; failure: Failure }

export type Effect = 'look' | 'install' | 'restart'

type Next = Step<Progress, Effect>

/**
 * Returns the next state on the way from one version to the next, without side effects. An event that does not fit the state
 * changes nothing, so there are never two effects under way, and only a version newer than `running` is put in place.
 */
export function step(state: Progress, event: UpdateEvent, running: string): Next {
  switch (state.phase) {
    case 'idle':
    case 'upToDate':
    case 'failed':
      return event.type === 'look' ? { state: { phase: 'looking' }, effect: 'look' } : { state }
    case 'available':
      return whenAvailable(state, event)
    case 'looking':
      return { state: whenLooking(state, event, running) }
    case 'downloading':
      return { state: whenDownloading(state, event, running) }
    case 'ready':
      if (event.type === 'restart') return { state, effect: 'restart' }
      return { state: event.type === 'failed' ? { ...state, phase: 'available', failure: event.failure } : state }
  }
}

type In<Phase extends Progress['phase']> = Extract<Progress, { phase: Phase }>

function whenAvailable(state: In<'available'>, event: UpdateEvent): Next {
  const { release } = state
  if (event.type === 'look') return { state: { phase: 'looking', known: release }, effect: 'look' }
  if (event.type === 'install') return { state: { phase: 'downloading', release, bytes: 0 }, effect: 'install' }
  return { state }
}

function whenLooking(state: In<'looking'>, event: UpdateEvent, running: string): Progress {
  const { known } = state
  if (event.type === 'found') return foundBy(event.release, running)
  if (event.type !== 'failed') return state
  const { failure } = event
  return known ? { phase: 'available', release: known, failure } : { phase: 'failed', failure }
}

function whenDownloading(state: In<'downloading'>, event: UpdateEvent, running: string): Progress {
  const { release, bytes } = state
  switch (event.type) {
    // The repository is asked once more before a download, and may name another release by then.
    case 'found':
      return isNewer(event.release, running) ? { ...state, release: event.release } : { phase: 'upToDate' }
    case 'received':
      return { ...state, bytes: Math.min(Math.max(bytes, event.bytes), release.size) }
    case 'installed':
      return { phase: 'ready', release }
    case 'failed':
      return { phase: 'available', release, failure: event.failure }
    default:
      return state
  }
}

const foundBy = (release: Announced, running: string): Progress =>
  isNewer(release, running) ? { phase: 'available', release } : { phase: 'upToDate' }

export const isNewer = (release: Announced, running: string): boolean => compareVersions(release.version, running) > 0
