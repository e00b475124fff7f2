import { computed, type ComputedRef } from 'vue'
import type { EnrolledFactor } from '../../../contract/factors'
import type { RemovalPreview } from '../../../contract/removal'
import { isKnownFactor } from '../../parts/factorFacts'
import { useFormat } from '../../text/useFormat'
import { useText } from '../../text/useText'
import { useFactorsStore } from '../../stores/factors'

/** A thing that a person signs in with, and its fate. */
export interface LeftRow {
  name: string
  fate: string
  /** Undefined if it could not be found out. */
  stays: boolean | undefined
}

/** The time for which a factor or a code counts as just added or saved, in ms. */
const newFor = 3_600_000

/**
 * Returns one row for everything that would be left or go. This computer alone tells two factors of one type apart, by
 * their names, the times they were added, and whose recovery code was kept.
 */
export function useLeftWith(preview: () => RemovalPreview): ComputedRef<LeftRow[]> {
  const { t } = useText()
  const { age, date } = useFormat()
  const { enrolled } = useFactorsStore()

  const known = ({ factorId }: EnrolledFactor) => enrolled.list?.find((one) => one.factorId === factorId)
  const nameOf = (type: string) => (isKnownFactor(type) ? t(`factors.${type}.name`) : type)
  const isNew = (at: number) => Date.now() - at < newFor
  const since = (at: number) => age(Date.now() - at)

  function factsOf(factor: EnrolledFactor, mayBeNew: boolean): string[] {
    const { label, addedAt } = known(factor) ?? {}
    const facts = [label, factor.target].filter((fact) => fact !== undefined)
    if (addedAt === undefined) return facts
    const isSuccessor = mayBeNew && isNew(addedAt)
    return [...facts, isSuccessor ? t('removal.left.new', { age: since(addedAt) }) : addedOn(addedAt, facts.length)]
  }

  const addedOn = (at: number, before: number) =>
    t(before > 0 ? 'factors.added' : 'factors.addedOnly', { date: date(at) })

  function passkeyRows({ passkeys }: RemovalPreview): LeftRow[] {
    const name = t('passkeys.title')
    if (passkeys === undefined) return [{ name, fate: t('removal.left.notKnown'), stays: undefined }]
    if (passkeys === 0) return []
    const fate = passkeys === 1 ? t('removal.left.stays') : t('removal.left.stay', { count: passkeys })
    return [{ name: passkeys === 1 ? t('passkeys.name') : name, fate, stays: true }]
  }

  /** A recovery code goes with its app. The row of another app's code says only what was seen on this computer. */
  function codeRows({ factor, left }: RemovalPreview): LeftRow[] {
    if (factor.factorType !== 'OTP') return []
    const others = left.map((one) => known(one)?.codeKeptAt).filter((at) => at !== undefined)
    const addedAt = known(factor)?.addedAt
    const name = addedAt === undefined ? t('removal.left.recoveryCode') : codeOf(addedAt)
    return [
      ...others.map((at) => ({
        name: isNew(at) ? t('removal.left.codeSaved', { age: since(at) }) : codeOf(at),
        fate: t('removal.left.stays'),
        stays: true
      })),
      { name, fate: t('removal.left.goesToo'), stays: false }
    ]
  }

  const codeOf = (at: number) => t('removal.left.codeOf', { date: date(at) })

  return computed(() => {
    const { factor, left, passwordSet } = preview()
    const going = factsOf(factor, false)
    return [
      ...(passwordSet ? [{ name: t('removal.left.password'), fate: t('removal.left.stays'), stays: true }] : []),
      ...left.map((one) => ({
        name: nameOf(one.factorType),
        fate: factsOf(one, one.factorType === factor.factorType).join(' · ') || t('removal.left.stays'),
        stays: true
      })),
      ...passkeyRows(preview()),
      { name: nameOf(factor.factorType), fate: [...going, t('removal.left.removed')].join(' · '), stays: false },
      ...codeRows(preview())
    ]
  })
}
