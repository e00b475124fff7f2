/** Copies secrets and removes them again, but only while the clipboard still holds them. */
export interface SecretClipboard {
  /** Copies `secret` for a limited time. Resolves to the moment at which it is cleared, in ms since the epoch. */
  copy(secret: string): Promise<number>
  /** Copies `secret` without a limit, until `release` is called. */
  copyUntilReleased(secret: string): Promise<void>
  /** Starts the time after which the copied secret is cleared. */
  release(): void
  /** Clears the secret now, because the computer is locked or the app quits. */
  clear(): Promise<void>
}

/** The place that a person chose for a file. */
export interface ChosenFile {
  /** The name of the file without its folder. */
  readonly name: string
  /** Writes the file whole, or leaves what was there before. @throws AppError `fileNotWritten` */
  write(pieces: Iterable<string>): Promise<void>
}
