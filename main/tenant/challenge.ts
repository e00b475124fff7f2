/** A proxy's demand for a name and a password, without which it lets nothing through. */
export interface ProxyChallenge {
  /** Host and port of the proxy. */
  readonly proxy: string
  /** True if the proxy did not accept the previous answer. */
  readonly refused: boolean
}

export interface ProxyCredentials {
  readonly username: string
  readonly password: string
}

/** Asks the person. Resolves to undefined if they decline. */
export type AskForCredentials = (challenge: ProxyChallenge) => Promise<ProxyCredentials | undefined>
