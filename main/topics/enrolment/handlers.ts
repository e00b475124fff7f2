import { recoveryCodeEnd } from '../../../contract/fields'
import type { EnrolmentTarget, RecoveryCode } from '../../../contract/enrolment'
import type { Language } from '../../../contract/settings'
import type { Owner } from '../../identity/owner'
import type { Topic } from '../../bridge/topic'
import { plainCode, type RecoveryCodes } from '../../facts/recoveryCode'
import type { SecretClipboard } from '../../ground/ports'
import type { Enrolment } from './enrolment'
import { recoveryFile } from './recoveryFile'
import type { Log } from '../../log/log'
import type { Client } from '../../tenant/client'
import { getProfile } from '../../tenant/operations'
import type { Session } from '../../identity/sessionInterface'
import type { Tenant } from '../../ground/tenant'

interface EnrolmentTopicParts {
  enrolment: Enrolment
  client: Client
  tenant: Tenant
  language: () => Language
  clipboard: SecretClipboard
  /** Resolves to true if the file was written. */
  saveText: (name: string, text: string) => Promise<boolean>
  openAuthenticator: (uri: string) => Promise<void>
  copy: (text: string) => Promise<void>
  session: Pick<Session, 'reopenProof'>
  /** Remembers that a recovery code was kept, but never the code. */
  memory: { codeKept(boundAt: number): void }
  /** Keeps a hash of the recovery code, by which a fire drill knows it again. */
  codes: Pick<RecoveryCodes, 'keep'>
  log: Log
  owner: Pick<Owner, 'organisation'>
}

export function enrolmentTopic({
  enrolment,
  client,
  tenant,
  language,
  clipboard,
  saveText,
  openAuthenticator,
  copy,
  session,
  memory,
  codes,
  log,
  owner
}: EnrolmentTopicParts): Topic<'enrolment'> {
  let hashing: Promise<void> | undefined

  async function suggestTarget(): Promise<EnrolmentTarget> {
    const view = enrolment.view()
    const factorType = 'factorType' in view ? view.factorType : undefined
    if (factorType !== 'SMS' && factorType !== 'EMAIL') return { kind: 'none' }
    const { email, phone, phoneCountryCode } = await client.call(getProfile)
    if (factorType === 'EMAIL') return email ? { kind: 'email', email } : { kind: 'none' }
    if (!phone) return { kind: 'none' }
    // GenAuth leaves out the calling code of its home country.
    const code = /^\+?\d{1,4}$/.test(phoneCountryCode ?? '') ? `+${phoneCountryCode?.replace('+', '')}` : '+86'
    return { kind: 'phone', phoneNumber: phone, phoneCountryCode: code }
  }

  /** Resolves to the recovery code, also without the account's name, because the code is available only now. */
  async function readRecoveryCode(): Promise<RecoveryCode> {
    const { code, madeAt } = enrolment.recoveryCode()
    const profile = await client.call(getProfile).catch(() => undefined)
    const account = profile && [profile.email, profile.username, profile.phone, profile.name].find(Boolean)
    const organisation = owner.organisation()
    const place = { tenant: new URL(tenant.host).host, ...(organisation && { organisation }) }
    return { code, madeAt, ...place, ...(account && { account }) }
  }

  return {
    handlers: {
      'enrolment:read': () => enrolment.view(),
      'enrolment:start': ({ factorType }) => enrolment.start(factorType),
      'enrolment:suggestTarget': suggestTarget,
      'enrolment:sendChallenge': ({ target }) => enrolment.sendChallenge(target),
      'enrolment:copySignInLink': () => copy(enrolment.signInLink()),
      'enrolment:reopenBrowser': () => session.reopenProof(),
      'enrolment:cancelQuestion': () => enrolment.cancelQuestion(),
      'enrolment:verify': ({ passcode }) => enrolment.verify(passcode),
      'enrolment:verifyFace': ({ photo }) => enrolment.verifyFace(photo),
      'enrolment:recheck': () => enrolment.recheck(),
      'enrolment:readKey': async () => {
        const { describeKey } = await import('./otp')
        return describeKey(enrolment.key())
      },
      'enrolment:copyKey': async () => ({ clearsAt: await clipboard.copy(enrolment.key().key) }),
      'enrolment:copyLink': async () => ({ clearsAt: await clipboard.copy(enrolment.key().uri) }),
      'enrolment:openAuthenticator': () => openAuthenticator(enrolment.key().uri),
      'enrolment:readRecoveryCode': readRecoveryCode,
      'enrolment:copyRecoveryCode': async () => {
        // The code stays on the clipboard until the person leaves this step, because they may be about to paste it.
        await clipboard.copyUntilReleased(enrolment.recoveryCode().code)
        return {}
      },
      'enrolment:saveRecoveryCode': async () => {
        const { name, text } = recoveryFile(await readRecoveryCode(), language())
        return { saved: await saveText(name, text) }
      },
      'enrolment:keepRecoveryCode': ({ lastFour }) => {
        const { code, madeAt } = enrolment.recoveryCode()
        const matches = plainCode(code).slice(-recoveryCodeEnd) === plainCode(lastFour)
        if (matches) {
          enrolment.recoveryCodeKept()
          memory.codeKept(madeAt)
          hashing = codes.keep(code, madeAt).catch((error: unknown) => log('recovery-code-not-hashed', {}, error))
        }
        return { matches }
      },
      'enrolment:leave': () => enrolment.leave()
    },
    reset: () => enrolment.reset(),
    settled: async () => hashing
  }
}
