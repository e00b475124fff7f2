/** A proxy that lets nothing through before it has been told a name and a password. */
export interface ProxyChallenge {
  /** Host and port of the proxy. */
  readonly proxy: string
  /** True if the proxy did not accept the answer before this one. */
  readonly refused: boolean
}

export interface ProxyCredentials {
  readonly username: string
  readonly password: string
}

/** Asks the person. Resolves to nothing if they would rather not. */
export type AskForCredentials = (challenge: ProxyChallenge) => Promise<ProxyCredentials | undefined>
