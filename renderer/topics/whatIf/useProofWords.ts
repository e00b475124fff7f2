import type { Loss, Place, Way, WayStep, WhatIfProof } from '../../../contract/whatIf'
import { useOrganisation } from '../../stores/useOrganisation'
import { useFormat } from '../../text/useFormat'
import { type MessageKey, useText } from '../../text/useText'

const names = {
  app: 'factors.OTP.name',
  sms: 'factors.SMS.name',
  email: 'factors.EMAIL.name',
  face: 'factors.FACE.name',
  password: 'whatIf.name.password',
  otherSignIn: 'whatIf.name.otherSignIn',
  recoveryCode: 'whatIf.name.recoveryCode',
  passkey: 'whatIf.name.passkey'
} as const satisfies Partial<Record<WhatIfProof['kind'], MessageKey>>

/** Returns the words for what a person proves with: its name, and why it stays or goes. */
export function useProofWords() {
  const { t } = useText()
  const { date } = useFormat()
  const { here: tenant } = useOrganisation()

  function nameOf({ kind, factorType = '', name }: WhatIfProof): string {
    if (kind === 'other') return factorType
    return kind === 'passkey' && name !== undefined ? name : t(names[kind])
  }

  function gone(kind: WhatIfProof['kind'], place: Place, [loss]: readonly Loss[]): string {
    if (loss === 'mailbox' || loss === 'number') return t(`whatIf.gone.${loss}`)
    if (kind === 'sms' && loss === 'phone') return t('whatIf.gone.sim')
    return t(place === 'unknown' || loss === undefined ? 'whatIf.gone.unknown' : `whatIf.gone.${loss}`)
  }

  function unsure({ kind, last }: WhatIfProof): string {
    if (last?.result === 'fails') return t('whatIf.last.fails', { date: date(last.at) })
    if (kind === 'password') return t('whatIf.know.passwordNotTold')
    if (kind === 'recoveryCode') return t('whatIf.know.recoveryCodeNotKnown')
    return t(kind === 'otherSignIn' ? 'whatIf.know.otherSignIn' : 'whatIf.know.other', { tenant: tenant.value })
  }

  function sure({ kind, place, last }: WhatIfProof): string {
    if (last) return t('whatIf.last.works', { date: date(last.at) })
    if (kind === 'email' || kind === 'face') return t(`whatIf.know.${kind}`)
    if (place === 'elsewhere' && (kind === 'password' || kind === 'recoveryCode')) return t(`whatIf.know.${kind}`)
    return t(`whatIf.place.${place}`)
  }

  function fateOf(proof: WhatIfProof): string {
    if (proof.lostWith.length > 0) return gone(proof.kind, proof.place, proof.lostWith)
    return proof.isCertain ? sure(proof) : unsure(proof)
  }

  function wayText({ proofs }: Way, all: readonly WhatIfProof[]): string {
    const [first = '', second] = proofs.map((id) => {
      const proof = all.find((one) => one.id === id)
      return proof ? nameOf(proof) : ''
    })
    return second === undefined ? t('whatIf.way.one', { first }) : t('whatIf.way.two', { first, second })
  }

  function stepText(step: WayStep, { proofs }: Way, all: readonly WhatIfProof[]): string {
    const other = all.find(({ id, kind }) => kind === 'other' && proofs.includes(id))
    return t(`whatIf.step.${step}`, { tenant: tenant.value, name: other ? nameOf(other) : '' })
  }

  return { nameOf, fateOf, wayText, stepText }
}
