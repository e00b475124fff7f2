import type { Device, DeviceEnding, EndingOutcome, EndingVerb } from '../../../../contract/devices'
import type { Failure } from '../../../../contract/result'
import type { Step as MachineStep } from '../../../ground/machine'

/** The outcome for one device. `lost` is not yet compared with the list. */
export interface Outcome {
  readonly outcome: EndingOutcome | 'lost'
  readonly failure?: Failure
}

/** The devices that the tenant lists after everything was sent. */
export interface Listed {
  /** False for a device only if the tenant says so. */
  readonly online: ReadonlyMap<string, boolean>
  /** True if a device that is missing here is certainly gone. */
  readonly complete: boolean
}

export type Still = Extract<DeviceEnding, { phase: 'done' }>['still']

interface Facts {
  readonly verb: EndingVerb
  /** In the order in which the tenant is asked. */
  readonly devices: readonly Device[]
  readonly outcomes: ReadonlyMap<string, Outcome>
  /** 2 once another try for what is not known has begun. */
  readonly round: 1 | 2
}

export interface Running extends Facts {
  readonly phase: 'running'
  /** `sending`: the first of `queue` is under way. */
  readonly stage: 'sending' | 'reading' | 'proving'
  readonly queue: readonly Device[]
  readonly stopping: boolean
  /** True until the second round has read the list, which is before it sends anything. */
  readonly looksFirst: boolean
}

export interface Done extends Facts {
  readonly phase: 'done'
  readonly still: Still
  readonly at: number
}

export type Run = { readonly phase: 'none' } | Running | Done

export type RunEvent =
  | { readonly type: 'begin'; readonly verb: EndingVerb; readonly devices: readonly Device[] }
  /** `out`: the tenant no longer accepts this app, and has not carried the request out. */
  | {
      readonly type: 'answered'
      readonly deviceId: string
      readonly answer: 'ended' | 'refused' | 'lost' | 'out'
      readonly failure?: Failure
      readonly at: number
    }
  | { readonly type: 'stop' }
  /** `listed` is undefined if the list could not be read. */
  | { readonly type: 'read'; readonly listed: Listed | undefined }
  | { readonly type: 'proved'; readonly still: Still; readonly at: number }
  | { readonly type: 'again' }
  /** The session of this app is over. */
  | { readonly type: 'out'; readonly at: number }
  | { readonly type: 'leave' }

export type Effect =
  | { readonly do: 'send'; readonly verb: EndingVerb; readonly device: Device }
  | { readonly do: 'read' }
  | { readonly do: 'prove' }

export type Step = MachineStep<Run, Effect>

export const nothing: Run = { phase: 'none' }
