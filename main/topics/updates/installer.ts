import type { DownloadOptions } from './download'
import type { Release } from './release'
import type { UpdateRepository } from './repository'

/** Replaces the running version by a release, on systems where the app does that itself. */
export interface Installer {
  /**
   * Downloads `release` and prepares it for the next start.
   *
   * @throws AppError of the repository, and `updateNotWritten`
   */
  install(repository: UpdateRepository, release: Release, options: DownloadOptions): Promise<void>
  /**
   * Ends the app, and starts the release that is ready.
   *
   * @param closeWindow asks the person whether the window may close, and calls its argument once it has
   * @throws AppError `updateRefused` if the file is no longer the one that was downloaded
   */
  restart(closeWindow: (then: () => void) => void): Promise<void>
  /** Returns the version that did not start, so that this one was put back. */
  rolledBack(): string | undefined
  forgetRolledBack(): Promise<void>
}
