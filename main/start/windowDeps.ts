import type { BrowserWindow } from 'electron'
import type { Machine } from '../configuration/machine'
import type { WindowPage } from '../desktop/window/page'
import type { ProcessLog } from '../log/log'
import type { AccountRecord, AccountRecords } from '../storage/accountRecords'
import type { LockFile } from '../topics/lock/lockFile'
import type { AppearanceSource } from '../topics/settings/handlers'
import type { Keychain } from '../vault/keychain'
import type { ProfileVaults } from '../vault/vaults'

/** Everything that a start has opened for the window. */
export interface WindowDeps {
  window: BrowserWindow
  page: WindowPage
  /** The origin of the window's own page, such as `app://bundle`. */
  pageOrigin: string
  /** The account to begin with, if there is a tenant to work with. */
  first: AccountRecord | undefined
  records: AccountRecords
  lockFile: LockFile
  keychain: Keychain
  vaults: ProfileVaults
  machine: Machine
  appearance: AppearanceSource
  log: ProcessLog
}
