import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import { useEnrolmentStore } from './enrolment'
import { useFactorsStore } from './factors'
import { useRemovalStore, type RemovableFactor } from './removal'
import { whenSignedOut } from './whenSignedOut'

/** A factor that belongs to one phone or number. */
export type ReplaceableFactor = RemovableFactor & { factorType: 'OTP' | 'SMS' }

/**
 * `explaining`: nothing has happened yet. `adding`: the new factor is being set up, and the old one still works.
 * `added`: the new factor is active. `removing`: the old factor goes first, and the new one is set up right after.
 */
type Step = 'explaining' | 'adding' | 'added' | 'removing'

/** Replaces a phone or number by a new one: it puts an enrolment and a removal in order, and remembers its step. */
export const useReplacementStore = defineStore('replacement', () => {
  const old = shallowRef<ReplaceableFactor>()
  const step = shallowRef<Step>('explaining')
  /** The id of the factor whose successor is active, so that it need not be replaced again. */
  const replaced = shallowRef<string>()
  const factors = useFactorsStore()
  const enrolment = useEnrolmentStore()
  const removal = useRemovalStore()

  /** True if the tenant allows a second factor of the type, so that the old one need not go first. */
  const newFirst = computed(
    () => factors.toEnroll.list?.some((one) => one.factorType === old.value?.factorType) ?? false
  )
  /** True if the old factor is still active beside the new one. */
  const bothActive = computed(() => {
    const same = factors.enrolled.list?.filter((one) => one.factorType === old.value?.factorType) ?? []
    return same.length > 1 && same.some((one) => one.factorId === old.value?.factorId)
  })

  /** The type of the factor that the dialog asks about; undefined if no question is open. */
  const asking = computed(() => (['explaining', 'added'].includes(step.value) ? old.value?.factorType : undefined))

  function begin(factor: ReplaceableFactor): void {
    old.value = factor
    step.value = 'explaining'
  }

  function end(): void {
    old.value = undefined
  }

  async function proceed(): Promise<void> {
    if (!old.value) return
    if (!newFirst.value) {
      step.value = 'removing'
      await removal.open(old.value)
      return
    }
    step.value = 'adding'
    await enrolment.start(old.value.factorType)
    if (enrolment.failure) end()
  }

  /** Removes the old factor, after the new one is active. */
  async function removeOld(): Promise<void> {
    const factor = old.value
    end()
    if (!factor) return
    replaced.value = factor.factorId
    await removal.open(factor)
  }

  /** Adds the new factor, after the old one is gone. */
  async function addNew(): Promise<void> {
    const factor = old.value
    end()
    await removal.close()
    if (factor) await enrolment.start(factor.factorType)
  }

  watch(
    () => enrolment.state,
    (state) => {
      if (step.value !== 'adding') return
      if (state.phase === 'bound') step.value = 'added'
      else if (state.phase === 'none') end()
    },
    { flush: 'sync' }
  )
  watch(
    () => removal.factor,
    (factor) => {
      if (!factor && step.value === 'removing') end()
    },
    { flush: 'sync' }
  )
  whenSignedOut(end)

  return { old, step, replaced, newFirst, bothActive, asking, begin, end, proceed, removeOld, addNew }
})
