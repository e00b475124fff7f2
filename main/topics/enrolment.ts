import type { EnrolmentTarget, RecoveryCode } from '../../contract/enrolment'
import type { Language } from '../../contract/settings'
import type { Owner } from '../accounts/owner'
import type { Handlers } from '../bridge/serve'
import type { SecretClipboard } from '../desktop/secretClipboard'
import type { Enrolment } from '../enrolment/enrolment'
import { recoveryFile } from '../enrolment/recoveryFile'
import type { FactorMemory } from '../factors/factorMemory'
import type { Client } from '../genauth/client'
import { getProfile } from '../genauth/operations'
import type { Session } from '../session/sessionInterface'
import type { Tenant } from '../tenant'

interface EnrolmentTopicParts {
  enrolment: Enrolment
  client: Client
  tenant: Tenant
  language: () => Language
  clipboard: SecretClipboard
  /** Tells whether the file was written. */
  saveText: (name: string, text: string) => Promise<boolean>
  openAuthenticator: (uri: string) => Promise<void>
  copy: (text: string) => Promise<void>
  session: Pick<Session, 'reopenProof'>
  /** Learns that a recovery code was kept, never the code. */
  memory: Pick<FactorMemory, 'codeKept'>
  owner: Pick<Owner, 'organisation'>
}

export function enrolmentHandlers({
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
  owner
}: EnrolmentTopicParts): Pick<Handlers, Extract<keyof Handlers, `enrolment:${string}`>> {
  async function suggestTarget(): Promise<EnrolmentTarget> {
    const view = enrolment.view()
    const factorType = 'factorType' in view ? view.factorType : undefined
    if (factorType !== 'SMS' && factorType !== 'EMAIL') return { kind: 'none' }
    const { email, phone, phoneCountryCode } = await client.call(getProfile)
    if (factorType === 'EMAIL') return email ? { kind: 'email', email } : { kind: 'none' }
    if (!phone) return { kind: 'none' }
    // GenAuth leaves the code out for its home country.
    const code = /^\+?\d{1,4}$/.test(phoneCountryCode ?? '') ? `+${phoneCountryCode?.replace('+', '')}` : '+86'
    return { kind: 'phone', phoneNumber: phone, phoneCountryCode: code }
  }

  /** Without the account's name the code is still shown: it can be had only now. */
  async function readRecoveryCode(): Promise<RecoveryCode> {
    const { code, madeAt } = enrolment.recoveryCode()
    const profile = await client.call(getProfile).catch(() => undefined)
    const account = profile && [profile.email, profile.username, profile.phone, profile.name].find(Boolean)
    const organisation = owner.organisation()
    const place = { tenant: new URL(tenant.host).host, ...(organisation && { organisation }) }
    return { code, madeAt, ...place, ...(account && { account }) }
  }

  return {
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
      const { describeKey } = await import('../enrolment/otp')
      return describeKey(enrolment.key())
    },
    'enrolment:copyKey': async () => ({ clearsAt: await clipboard.copy(enrolment.key().key) }),
    'enrolment:copyLink': async () => ({ clearsAt: await clipboard.copy(enrolment.key().uri) }),
    'enrolment:openAuthenticator': () => openAuthenticator(enrolment.key().uri),
    'enrolment:readRecoveryCode': readRecoveryCode,
    'enrolment:copyRecoveryCode': async () => {
      // It stays while the gate is open: a person may be about to paste it.
      await clipboard.copyUntilReleased(enrolment.recoveryCode().code)
      return {}
    },
    'enrolment:saveRecoveryCode': async () => {
      const { name, text } = recoveryFile(await readRecoveryCode(), language())
      return { saved: await saveText(name, text) }
    },
    'enrolment:keepRecoveryCode': ({ lastFour }) => {
      const { code, madeAt } = enrolment.recoveryCode()
      const matches = plain(code).slice(-4) === plain(lastFour)
      if (matches) {
        enrolment.recoveryCodeKept()
        memory.codeKept(madeAt)
      }
      return { matches }
    },
    'enrolment:leave': () => enrolment.leave()
  }
}

/** A code as it counts: without its dashes and spaces, in whichever case and width it was typed. */
const plain = (code: string): string =>
  code
    .normalize('NFKC')
    .replace(/[^a-z\d]/gi, '')
    .toLowerCase()
