import type { Language } from '../../contract/settings'
import type { Tell } from '../bridge/tell'
import type { Notice } from '../facts/noticeText'
import type { Attention } from '../facts/scheduler'
import type { DialogText } from '../ground/dialogText'
import type { ChosenFile, SecretClipboard } from '../ground/ports'
import type { Tenant } from '../ground/tenant'
import type { Owner } from '../identity/owner'
import type { Log } from '../log/log'
import type { Transport } from '../tenant/fetch'
import type { Keychain } from '../vault/keychain'
import type { Sealing } from '../vault/sealing'
import type { Vault } from '../vault/vault'

/** The dependencies of an account's services: Electron in the app, plain Node in tests. */
export interface AccountDeps {
  tenant: Tenant
  /** The person that the account belongs to. */
  owner: Owner
  /** The folder for the files of this account, absolute. */
  profile: string
  redirectPorts: readonly number[]
  transport: Transport
  /** Asks for the password of the proxy on the way to `url`. Resolves to true if the proxy then lets requests through. */
  passProxy: (url: string) => Promise<boolean>
  /** The account's entries in the keychain. */
  vault: Vault
  sealing: Sealing
  keychain: Pick<Keychain, 'hold' | 'reset'>
  openInBrowser: (link: string) => Promise<boolean>
  copy: (text: string) => Promise<void>
  secretClipboard: SecretClipboard
  /** Asks for a place and writes a text file there. Resolves to true if it was written. */
  saveText: (name: string, text: string) => Promise<boolean>
  /** Asks for a place for a file. Resolves to undefined if the person changed their mind. */
  chooseFile: (name: string) => Promise<ChosenFile | undefined>
  openAuthenticator: (uri: string) => Promise<void>
  /** Keeps the window out of screenshots and recordings, if the system can. */
  protectScreen: (on: boolean) => void
  /** Shows a native dialog. Resolves to true if the person chose `confirm`. `signal` closes it. */
  confirmInDialog: (text: DialogText, signal: AbortSignal) => Promise<boolean>
  /** Shows a notification of the system. */
  notify: (notice: Notice) => void
  /** Tells whether somebody can see the window. */
  attention: Attention
  language: () => Language
  tell: Tell
  log: Log
}
