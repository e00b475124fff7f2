import type { Failure } from '../../../contract/result'
import type { SessionState as Shown } from '../../../contract/session'
import type { Step as MachineStep } from '../../ground/machine'
import type { Credential } from '../../identity/credentials/credential'
import type { Loaded } from '../../identity/credentials/credentialStoreInterface'
import type { SignInAttempt } from '../../identity/signIn'

/** The view of a session in one phase. */
export type ShownIn<Phase extends Shown['phase']> = Extract<Shown, { phase: Phase }>

interface Person {
  readonly sub: string
  readonly signedInAt?: number | undefined
  readonly deviceId?: string | undefined
  /** True if the session is that of a given access token. */
  readonly oneSitting: boolean
}

export interface SessionRecord {
  readonly shown: Shown
  /** The person of this session; `undefined` while nobody is signed in, and from the beginning of a sign-out. */
  readonly person: Person | undefined
  /** The attempt to sign in that waits for the browser. */
  readonly attempt: SignInAttempt | undefined
  /** The reason why the stored session could not be read. That session is neither lost nor touched. */
  readonly unreadable: { readonly cause: unknown; readonly failure: Failure } | undefined
  /** The session as it was shown before the tenant barred this device. */
  readonly beforeBar?: ShownIn<'signedIn'> | undefined
  /** True if the session's services are ending, so that nothing is shown and nothing begins. */
  readonly ended: boolean
}

export type SessionEvent =
  | { readonly type: 'start' }
  | { readonly type: 'loaded'; readonly loaded: Loaded | null; readonly at: number }
  | { readonly type: 'notLoaded'; readonly cause: unknown; readonly failure: Failure }
  | { readonly type: 'resumed' }
  | { readonly type: 'signIn' }
  | { readonly type: 'attemptBegun'; readonly attempt: SignInAttempt; readonly shown: ShownIn<'signingIn'> }
  | { readonly type: 'attemptNotBegun'; readonly failure: Failure }
  /** The link was opened, and a new one replaces it. */
  | { readonly type: 'linked'; readonly attempt: SignInAttempt; readonly link: string }
  | { readonly type: 'reopen'; readonly shown: ShownIn<'signingIn'> }
  | { readonly type: 'browserNotOpened'; readonly attempt: SignInAttempt; readonly link: string }
  /** The attempt was cancelled, or has failed. */
  | { readonly type: 'attemptEnded'; readonly attempt: SignInAttempt; readonly failure?: Failure }
  /** A sign-in gave a session. `ours` is false if it belongs to another account. */
  | { readonly type: 'redeemed'; readonly credential: Credential; readonly ours: boolean }
  | { readonly type: 'kept'; readonly shown: ShownIn<'signedIn'> }
  /** The tenant ended the session. */
  | { readonly type: 'endedByTenant'; readonly failure: Failure }
  /** The tenant has barred this device, or answers it again. */
  | { readonly type: 'barred'; readonly failure: Failure }
  | { readonly type: 'lifted' }
  | { readonly type: 'signOut' }
  | { readonly type: 'signedOut'; readonly failure?: Failure }
  /** The remainder of a sign-out is gone. */
  | { readonly type: 'cleared' }
  | { readonly type: 'end' }
  /** Nothing of the session is in memory any longer. */
  | { readonly type: 'gone' }

/** `instead` is an attempt that is no longer waited for. */
export type Effect =
  | { readonly do: 'load' }
  | { readonly do: 'resume'; readonly loaded: Loaded; readonly instead: SignInAttempt | undefined }
  | { readonly do: 'beginAttempt'; readonly instead: SignInAttempt | undefined }
  | { readonly do: 'openBrowser'; readonly attempt: SignInAttempt; readonly instead: SignInAttempt | undefined }
  | { readonly do: 'cancel'; readonly attempt: SignInAttempt }
  /** Gives the tokens a new session, with the reason to keep it in memory only, if there is one. */
  | {
      readonly do: 'adopt'
      readonly credential: Credential
      readonly memoryOnlyBecause: unknown
      readonly instead: SignInAttempt | undefined
    }
  | { readonly do: 'handOver'; readonly credential: Credential; readonly instead: SignInAttempt | undefined }
  /** Revokes the session, and deletes it unless another one is stored. */
  | { readonly do: 'signOut'; readonly isStored: boolean }
  /** Deletes the stored session, which is over. */
  | { readonly do: 'clear' }

export type Step = MachineStep<SessionRecord, Effect>

export const notStarted: SessionRecord = {
  shown: { phase: 'starting' },
  person: undefined,
  attempt: undefined,
  unreadable: undefined,
  ended: false
}
