import type { ChosenDevices, Device, DeviceEnding, EndingVerb } from '../../../../contract/devices'
import type { Language } from '../../../../contract/settings'
import { AppError } from '../../../ground/errors'
import { createRunner } from '../../../ground/machine'
import { pause } from '../../../ground/pause'
import type { Confirmation } from '../../../identity/confirmation/confirmation'
import type { Log } from '../../../log/log'
import type { Client } from '../../../tenant/client'
import type { SeenDevice, SeenList } from '../view'
import { createAsking } from './asking'
import { carryOut } from './effects'
import { step } from './machine'
import { type Effect, nothing, type Run, type RunEvent } from './state'
import { viewOf } from './view'

/** Ends sessions of devices, one run at a time. */
export interface Ending {
  view(): DeviceEnding
  /**
   * Reads the list, and resolves once the person is being asked about exactly the devices that are chosen.
   *
   * @throws AppError `notAllowed` while another run is under way, `invalidInput` for this computer, `alreadyRemoved` if
   * none of them is listed, and those of the client
   */
  start(verb: EndingVerb, chosen: ChosenDevices): Promise<void>
  stop(): void
  tryAgain(): void
  /** @throws AppError `notAllowed` while the tenant is being asked */
  leave(): void
  /** Returns the link of the fresh sign-in under way. @throws AppError `invalidInput` if there is none */
  signInLink(): string
  /** Says that the session is over. The outcomes so far stay, so that the person learns them. */
  signedOut(): void
  /** Forgets everything. */
  forget(): void
  /** Resolves to all devices but this computer, the likely browser of the sign-in last. @throws AppError of the client */
  others(): Promise<SeenDevice[]>
  /**
   * Ends these devices for a caller that has asked the person by itself. Resolves to the outcome of each.
   *
   * @throws AppError `notAllowed` while another run is under way
   */
  endNow(verb: EndingVerb, devices: readonly Device[]): Promise<Extract<DeviceEnding, { phase: 'done' }>>
}

interface EndingParts {
  client: Client
  confirmation: Pick<Confirmation, 'by' | 'ask'>
  /** @throws AppError of the client */
  readList: () => Promise<SeenList>
  language: () => Language
  onChanged: (view: DeviceEnding) => void
  log: Log
  now?: () => number
  wait?: (ms: number) => Promise<void>
}

export function createEnding(parts: EndingParts): Ending {
  const { client, readList, onChanged, log, now = Date.now, wait = pause } = parts
  const runner = createRunner<Run, RunEvent, Effect>({
    initial: nothing,
    step,
    run: (effect) => carryOut({ client, log, now, wait }, effect),
    onChanged: () => onChanged(view())
  })
  const asking = createAsking({ ...parts, onChanged: () => onChanged(view()) })

  const view = (): DeviceEnding => asking.shown() ?? viewOf(runner.state())
  const send = (event: RunEvent): void => void runner.send(event)

  function refuseBusy(): void {
    if (asking.isOpen() || runner.state().phase === 'running') throw new AppError('notAllowed')
  }

  async function askAndRun(
    about: { verb: EndingVerb; devices: Device[]; mayBeHere: boolean },
    signal: AbortSignal
  ): Promise<void> {
    const { verb, devices } = about
    const isAgreed = await asking.ask(about, signal)
    if (isAgreed) send({ type: 'begin', verb, devices })
  }

  return {
    view,
    async start(verb, chosen) {
      refuseBusy()
      const signal = asking.open()
      try {
        const list = await readList()
        if (signal.aborted) return
        const devices = chosenOf(list, chosen)
        if (devices.length === 0) throw new AppError('alreadyRemoved')
        const mayBeHere = devices.length > 1 && list.yours.every(({ mark }) => mark?.kind !== 'here')
        void askAndRun({ verb, devices, mayBeHere }, signal)
      } catch (error) {
        if (signal.aborted) return
        asking.close()
        throw error
      }
    },
    stop: () => send({ type: 'stop' }),
    tryAgain: () => send({ type: 'again' }),
    leave() {
      if (runner.state().phase === 'running') throw new AppError('notAllowed')
      asking.close()
      send({ type: 'leave' })
    },
    signInLink: () => asking.link(),
    signedOut() {
      asking.close()
      send({ type: 'out', at: now() })
    },
    forget() {
      asking.close()
      runner.reset()
    },
    others: async () => othersOf(await readList()),
    async endNow(verb, devices) {
      refuseBusy()
      await runner.send({ type: 'begin', verb, devices })
      await runner.settled()
      const ended = viewOf(runner.state())
      if (ended.phase !== 'done') throw new AppError('notAllowed')
      // The caller tells the outcome. Only the end of our own session is told everywhere.
      if (ended.still !== 'out') await runner.send({ type: 'leave' })
      return ended
    }
  }
}

const isHere = ({ mark }: Device): boolean => mark?.kind === 'here'

/** Returns all devices but this computer, with those that have a mark last. */
const othersOf = ({ yours, others }: SeenList): SeenDevice[] => [
  ...others.flat(),
  ...yours.filter((one) => !isHere(one))
]

/** Returns the devices that are meant. @throws AppError `invalidInput` for this computer, which signs out instead */
function chosenOf(list: SeenList, chosen: ChosenDevices): Device[] {
  if (chosen.which === 'others') return othersOf(list)
  if (chosen.which === 'unused') return othersOf(list).filter(({ unused }) => unused)
  const ids = new Set(chosen.deviceIds)
  if (list.yours.some((one) => isHere(one) && ids.has(one.deviceId))) throw new AppError('invalidInput')
  return othersOf(list).filter(({ deviceId }) => ids.has(deviceId))
}
