import { longestName } from '../../../contract/fields'
import type { AskedBy } from '../../../contract/enrolment'
import type { Passkey } from '../../../contract/passkeys'
import type { Topic } from '../../bridge/topic'
import type { Confirmation } from '../../identity/confirmation/confirmation'
import { AppError } from '../../ground/errors'
import type { Client } from '../../tenant/client'
import {
  deleteWebauthnCredential,
  listWebauthnCredentials,
  listWebauthnCredentialsForSure,
  updateWebauthnCredential
} from '../../tenant/operations'
import { lacksEndpoint } from '../../tenant/outcome'
import { plainText } from '../../ground/text'
import type { Tenant } from '../../ground/tenant'

export interface Passkeys extends Topic<'passkeys'> {
  /** Resolves to `undefined` if the tenant has no passkeys. @throws AppError of the client */
  list: () => Promise<Passkey[] | undefined>
  /**
   * Asks the person outside of the page, and removes the passkey. Resolves to false if it is to stay.
   *
   * @param onAsked hears how the person is asked, and the link to the question if it is asked in the browser
   * @throws AppError of the client and of the confirmation; `alreadyRemoved`, `stillListed`
   */
  removeConfirmed: (
    credentialId: string,
    onAsked: (by: AskedBy, link?: string) => void,
    signal: AbortSignal
  ) => Promise<boolean>
  /** Aborts the confirmation that is being asked for, because the session is over. */
  readonly reset: () => void
}

interface PasskeyParts {
  client: Client
  tenant: Tenant
  confirmation: Confirmation
  /** Resolves to true if a browser was started. */
  openInBrowser: (link: string) => Promise<boolean>
}

/**
 * Returns true also for a 401 to a token that was renewed for it and that the lists accept. It says that applications like
 * this one get no passkeys.
 */
const saysAbsent = (error: AppError): boolean =>
  lacksEndpoint(error) || (error.code === 'rejected' && error.facts.status === 401)

export function createPasskeys({ client, tenant, confirmation, openInBrowser }: PasskeyParts): Passkeys {
  /** The one removal that is being confirmed or carried out. */
  let removing: AbortController | undefined
  /** True once this session has found that there are none, so that the tenant is not asked again. */
  let absent = false

  async function list(): Promise<Passkey[] | undefined> {
    if (absent) return undefined
    try {
      return await client.call(listWebauthnCredentials)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      absent = saysAbsent(error)
      // The tenant has just answered the lists, so a page in place of an answer is its own page for unknown addresses.
      if (absent || error.code === 'captivePortal') return undefined
      throw error
    }
  }

  /**
   * Resolves to true if the list is as wanted after a change, whatever the change was answered with. Resolves to `undefined`
   * if no list came, so that the answer to the change decides.
   */
  async function listShows(what: (listed: Passkey[]) => boolean): Promise<boolean | undefined> {
    const listed = await client.call(listWebauthnCredentialsForSure).catch(() => undefined)
    return listed && what(listed)
  }

  async function rename(credentialId: string, wanted: string): Promise<void> {
    const name = wanted.trim()
    try {
      await client.send(updateWebauthnCredential(credentialId), { name, credentialId })
    } catch (error) {
      const isRenamed = (one: Passkey): boolean =>
        one.credentialId === credentialId && one.name === plainText(name, longestName)
      if (!(await listShows((listed) => listed.some(isRenamed)))) throw error
    }
  }

  const removeConfirmed: Passkeys['removeConfirmed'] = async (credentialId, onAsked, signal) => {
    const listed = await client.call(listWebauthnCredentialsForSure)
    const passkey = listed.find((one) => one.credentialId === credentialId)
    if (!passkey) throw new AppError('alreadyRemoved')
    const asked = { what: 'passkey', name: passkey.name } as const
    const by = confirmation.by()
    onAsked(by)
    const agreed = await confirmation
      .ask(by, asked, (link) => onAsked(by, link), signal)
      .catch((error: unknown) => {
        if (signal.aborted) return false
        throw error
      })
    if (!agreed || signal.aborted) return false
    const isGone = (others: Passkey[]): boolean => others.every((one) => one.credentialId !== credentialId)
    try {
      await client.send(deleteWebauthnCredential(credentialId), { credentialId })
    } catch (error) {
      if (!(await listShows(isGone))) throw error
      return true
    }
    if ((await listShows(isGone)) === false) throw new AppError('stillListed')
    return true
  }

  async function remove(credentialId: string): Promise<boolean> {
    if (removing) throw new AppError('notAllowed')
    const mine = new AbortController()
    removing = mine
    try {
      return await removeConfirmed(credentialId, () => undefined, mine.signal)
    } finally {
      if (removing === mine) removing = undefined
    }
  }

  return {
    list,
    removeConfirmed,
    handlers: {
      'passkeys:list': list,
      'passkeys:rename': ({ credentialId, name }) => rename(credentialId, name),
      'passkeys:remove': async ({ credentialId }) => ({ removed: await remove(credentialId) }),
      'passkeys:add': async () => {
        await openInBrowser(`${tenant.host}/u`)
      }
    },
    reset() {
      removing?.abort()
      removing = undefined
      absent = false
    }
  }
}
