import type { Habits, SeenDevice, SeenSignIn } from './habits'

/** The answers of the tenant that one look compares with the habits. */
export interface Look {
  readonly now: number
  /** The sign-ins since the look before, and earlier ones, which tell whether attempts belong together. */
  readonly signIns: readonly SeenSignIn[]
  /** Returns true for a sign-in that was judged before. */
  readonly isJudged?: (signIn: SeenSignIn) => boolean
  /** The combinations of sign-ins that the person has not called their own, though asked. Nothing is learnt from them. */
  readonly doubted?: ReadonlySet<string> | undefined
  /** Earlier sign-ins that wait for an answer. One may be of a device that is listed only now. */
  readonly asked?: readonly SeenSignIn[]
  /** The devices that the tenant lists; absent if it lists none at all, or could not be asked. */
  readonly devices?: readonly SeenDevice[] | undefined
  /** The moments at which this app signed in, in ms since the epoch. */
  readonly ownSignIns: readonly number[]
  /** The family of this computer's system. */
  readonly ownSystem?: string | undefined
  /** The app id of Holdfast. */
  readonly ownApp?: string | undefined
}

/** Refused attempts in quick succession. */
export interface Burst {
  readonly count: number
  readonly since: number
  readonly until: number
  readonly addresses: number
  readonly countries: number
}

/** Something that the rules do not take for the person's own. */
export type Finding =
  | {
      readonly rule: 'newDevice'
      /** Findings of one subject are one alert. */
      readonly subject: string
      /** ms since the epoch; absent if the tenant does not tell it. */
      readonly at?: number | undefined
      readonly device: SeenDevice
      readonly signIn?: SeenSignIn | undefined
      readonly before?: Burst | undefined
    }
  | {
      readonly rule: 'newPlace'
      readonly subject: string
      readonly at: number
      readonly signIn: SeenSignIn
      readonly before?: Burst | undefined
    }
  | { readonly rule: 'failedBurst'; readonly subject: string; readonly at: number; readonly burst: Burst }

/** The outcome of one look. */
export interface Judged {
  readonly findings: Finding[]
  readonly habits: Habits
  /** The sign-ins of this app. Another one may turn out to be nearer, so that the next look judges them again. */
  readonly ours: ReadonlySet<SeenSignIn>
}
