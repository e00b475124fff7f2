import { createHash } from 'node:crypto'
import type { AccountRecord } from '../storage/accountRecords'
import type { Log } from '../log/log'
import type { Tenant } from '../ground/tenant'
import type { Keychain } from './keychain'
import { movedFrom } from './moved'
import type { Vault } from './vault'
import type { Profile } from '../storage/profile/profile'

/** The keychain service of the whole profile, whoever is signed in. */
export const profileService = ({ id }: Pick<Profile, 'id'>): string => `Holdfast/${id}`

/** The keychain service of one account, so that no two accounts or profiles share a record. */
export const accountService = (profile: Pick<Profile, 'id'>, account: string): string =>
  `${profileService(profile)}/${account}`

/** The keychain service that earlier versions used for the account whose files lie in `folder`. */
export function formerService({ issuer, appId }: Tenant, folder: string): string {
  const hash = createHash('sha256').update([issuer, appId, folder].join('\n')).digest('hex')
  return `Holdfast/${hash.slice(0, 16)}`
}

/** The vaults of this profile in the keychain. */
export interface ProfileVaults {
  /** The name of the profile that everything in them belongs to. */
  readonly profile: string
  ofProfile(): Vault
  /** Returns an account's vault. The entries of an earlier version are moved into it before anything else is done. */
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
