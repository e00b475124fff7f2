import { toFailure } from '../../ground/errors'
import { inBackground, type Log } from '../../log/log'
import type { Installer } from './installer'
import type { Announced, Effect, Progress, UpdateEvent } from './machine'
import type { Release } from './release'
import type { UpdateRepository } from './repository'
import type { Moment } from './schedule'
import type { UpdatesFile } from './updatesFile'

export interface EffectParts {
  file: UpdatesFile
  /** Resolves to the repository, which is opened with the first look. */
  repository: () => Promise<UpdateRepository>
  installer?: Installer
  /** Asks the person whether the window may close, and calls `then` once it has. */
  closeWindow: (then: () => void) => void
  now: () => Moment
  log: Log
}

interface Carrying {
  parts: EffectParts
  progress: () => Progress
  send: (event: UpdateEvent) => void
  /** Is told each time the repository is asked. */
  looksNow: (moment: Moment) => void
}

/** Carries out an effect. Resolves to its outcome, which is `failed` unless the effect was abandoned; never rejects. */
export async function carryOut(
  carrying: Carrying,
  effect: Effect,
  signal: AbortSignal
): Promise<UpdateEvent | undefined> {
  try {
    return await effects[effect](carrying, signal)
  } catch (error) {
    if (signal.aborted) return undefined
    carrying.parts.log('update-failed', { operation: effect }, error)
    return { type: 'failed', failure: toFailure(error) }
  }
}

const effects: Record<Effect, (carrying: Carrying, signal: AbortSignal) => Promise<UpdateEvent | undefined>> = {
  async look(carrying, signal) {
    await ask(carrying, signal)
    return undefined
  },
  async install(carrying, signal) {
    const { installer, repository } = carrying.parts
    if (!installer) return undefined
    const release = await ask(carrying, signal)
    if (carrying.progress().phase !== 'downloading') return undefined
    const onProgress = inHundredths(release.size, (bytes) => carrying.send({ type: 'received', bytes }))
    await installer.install(await repository(), release, { signal, onProgress })
    return { type: 'installed' }
  },
  async restart({ parts }) {
    await parts.installer?.restart(parts.closeWindow)
    return undefined
  }
}

/** Asks the repository, and remembers when it was asked and what it answered. */
async function ask({ parts, looksNow, send }: Carrying, signal: AbortSignal): Promise<Release> {
  const { file, now, repository, log } = parts
  const moment = now()
  looksNow(moment)
  inBackground(log, 'updates-not-kept', file.change({ lookedAt: moment.wall }))
  const release = await (await repository()).look(signal)
  signal.throwIfAborted()
  const announced = announcedIn(release)
  send({ type: 'found', release: announced })
  await file.change({ announced })
  return release
}

/** Reports whole hundredths only, because a download comes in thousands of pieces. */
function inHundredths(size: number, tell: (bytes: number) => void): (bytes: number) => void {
  let told = 0
  return (bytes) => {
    const hundredth = Math.floor((bytes * 100) / size)
    if (hundredth === told) return
    told = hundredth
    tell(bytes)
  }
}

const announcedIn = ({ version, minimum, released, notes, size }: Release): Announced => ({
  version,
  minimum,
  released,
  notes,
  size
})
