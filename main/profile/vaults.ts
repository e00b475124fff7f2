import { createHash } from 'node:crypto'
import type { AccountRecord } from '../accounts/accountRecords'
import type { Log } from '../log'
import type { Tenant } from '../tenant'
import type { Keychain } from '../vault/keychain'
import { movedFrom } from '../vault/moved'
import type { Vault } from '../vault/vault'
import type { Profile } from './profile'

/** The keychain service of what concerns the whole profile, whoever is signed in. */
export const profileService = ({ id }: Pick<Profile, 'id'>): string => `Holdfast/${id}`

/** The keychain service of one account, so that neither two accounts nor two profiles meet in one record. */
export const accountService = (profile: Pick<Profile, 'id'>, account: string): string =>
  `${profileService(profile)}/${account}`

/** The keychain service that earlier versions used for the account whose files lie in `folder`. */
export function formerService({ issuer, appId }: Tenant, folder: string): string {
  const hash = createHash('sha256').update([issuer, appId, folder].join('\n')).digest('hex')
  return `Holdfast/${hash.slice(0, 16)}`
}

/** What the keychain holds of this profile. */
export interface ProfileVaults {
  /** Names the profile that everything in them belongs to. */
  readonly profile: string
  ofProfile(): Vault
  /** What an earlier version stored of the account is moved here before anything else is done. */
  ofAccount(account: Pick<AccountRecord, 'id' | 'tenant'>): Vault
}

export function profileVaults(profile: Profile, keychain: Pick<Keychain, 'vault'>, log: Log): ProfileVaults {
  return {
    profile: profile.id,
    ofProfile: () => keychain.vault(profileService(profile)),
    ofAccount({ id, tenant }) {
      const vault = keychain.vault(accountService(profile, id))
      const folder = profile.formerFolder(id)
      if (folder === undefined) return vault
      const noteMoved = (): Promise<void> =>
        profile.moved(id).catch((error: unknown) => log('profile-not-written', {}, error))
      return movedFrom(keychain.vault(formerService(tenant, folder)), vault, noteMoved)
    }
  }
}
