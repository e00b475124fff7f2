import type { UpdateMeans, UpdatesState } from '../../../contract/updates'
import { AppError } from '../../ground/errors'
import { createRunner } from '../../ground/machine'
import { carryOut, type EffectParts } from './effects'
import { type Announced, type Effect, isNewer, type Progress, step, type UpdateEvent } from './machine'
import { createOwnLook } from './ownLook'
import type { Moment } from './schedule'
import { compareVersions } from './version'

export interface UpdatesParts extends EffectParts {
  means: UpdateMeans
  /** The host of the update address; absent if nobody is asked. */
  host?: string
  /** The running version. */
  running: string
  /** True while the person lets the app look by itself. */
  looksDaily: () => boolean
  /** Returns a number from 0 to 1. */
  random: () => number
  /** Calls `listener` once, after this many ms. Returns a function that cancels the call. */
  after: (ms: number, listener: () => void) => () => void
  isOnline: () => boolean
  tell: (state: UpdatesState) => void
}

export interface Updates {
  read(): UpdatesState
  /** Begins to look by itself, if there is an address to ask. */
  start(): void
  /** Is called when the computer was asleep, and its timers with it. */
  wakeUp(): void
  /** Looks because the person asked. @throws AppError `invalidInput` if it has just looked, or nobody is asked */
  look(): void
  /** @throws AppError `invalidInput` if this copy does not install by itself */
  install(): void
  restart(): void
  dismiss(notice: 'release' | 'rolledBack'): Promise<void>
  /** Returns the command that the person enters. @throws AppError `invalidInput` if there is none */
  command(): string
  /** Ends what is under way. */
  end(): void
}

export function createUpdates(parts: UpdatesParts): Updates {
  const { means, running, file, installer, tell } = parts
  const kept = file.read()
  const runner = createRunner<Progress, UpdateEvent, Effect>({
    initial: progressAtStart(kept.announced, running),
    step: (state, event) => step(state, event, running),
    run,
    onChanged: () => tell(read())
  })
  const send = (event: UpdateEvent): void => void runner.send(event)
  const ownLook = createOwnLook(parts, kept.lookedAt, () => send({ type: 'look' }))

  function run(effect: Effect, signal: AbortSignal): Promise<UpdateEvent | undefined> {
    const looksNow = (moment: Moment): void => ownLook.looksNow(moment)
    return carryOut({ parts, send, looksNow, progress: () => runner.state() }, effect, signal)
  }

  const read = (): UpdatesState => stateOf(parts, runner.state(), ownLook.againAt())

  return {
    read,
    start: () => means.by !== 'nobody' && ownLook.arm(),
    wakeUp: () => means.by !== 'nobody' && ownLook.arm(),
    look() {
      if (means.by === 'nobody' || ownLook.againAt() !== undefined) throw new AppError('invalidInput')
      send({ type: 'look' })
    },
    install() {
      if (!installer) throw new AppError('invalidInput')
      send({ type: 'install' })
    },
    restart: () => send({ type: 'restart' }),
    async dismiss(notice) {
      if (notice === 'rolledBack') await installer?.forgetRolledBack()
      else {
        const release = releaseIn(runner.state())
        if (release) await file.change({ dismissed: release.version })
      }
      tell(read())
    },
    command() {
      if (means.by !== 'package') throw new AppError('invalidInput')
      return means.command
    },
    end() {
      ownLook.cancel()
      runner.abandon()
    }
  }
}

/** Returns what an earlier run found, where it is still newer than what runs. */
const progressAtStart = (announced: Announced | undefined, running: string): Progress =>
  announced && isNewer(announced, running) ? { phase: 'available', release: announced } : { phase: 'idle' }

/** Returns what the window may know. */
function stateOf(parts: UpdatesParts, progress: Progress, againAt: number | undefined): UpdatesState {
  const { means, host, running, file, installer } = parts
  const { lookedAt, dismissed } = file.read()
  const release = releaseIn(progress)
  const rolledBack = installer?.rolledBack()
  return {
    means,
    ...(host !== undefined && { host }),
    progress,
    tooOld: release !== undefined && compareVersions(running, release.minimum) < 0,
    dismissed: release !== undefined && release.version === dismissed,
    ...(rolledBack !== undefined && { rolledBack }),
    ...(lookedAt !== undefined && { lookedAt }),
    ...(againAt !== undefined && { lookAgainAt: againAt })
  }
}

function releaseIn(progress: Progress): Announced | undefined {
  if (progress.phase === 'looking') return progress.known
  return 'release' in progress ? progress.release : undefined
}
