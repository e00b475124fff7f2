import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import { useEnrolmentStore } from './enrolment'
import { useFactorsStore } from './factors'
import { useRemovalStore, type RemovableFactor } from './removal'
import { useSessionStore } from './session'

/** A factor that is tied to one phone or number. */
export type ReplaceableFactor = RemovableFactor & { factorType: 'OTP' | 'SMS' }

/**
 * `explaining`: nothing has happened yet. `adding`: the new one is being set up, the old one still works.
 * `added`: the new one is active. `removing`: the old one goes first, the new one is set up right after.
 */
type Step = 'explaining' | 'adding' | 'added' | 'removing'

/** Leads from an old phone or number to a new one: it puts an enrolment and a removal in order, and remembers where it is. */
export const useReplacementStore = defineStore('replacement', () => {
  const old = shallowRef<ReplaceableFactor>()
  const step = shallowRef<Step>('explaining')
  /** The factor whose successor is active, so that it need not be replaced again. */
  const replaced = shallowRef<string>()
  const factors = useFactorsStore()
  const enrolment = useEnrolmentStore()
  const removal = useRemovalStore()
  const session = useSessionStore()

  /** Whether the tenant takes a second one, so that the old one need not go first. */
  const newFirst = computed(
    () => factors.toEnroll.list?.some((one) => one.factorType === old.value?.factorType) ?? false
  )
  /** Whether the old one is still there beside the new one. */
  const bothActive = computed(() => {
    const same = factors.enrolled.list?.filter((one) => one.factorType === old.value?.factorType) ?? []
    return same.length > 1 && same.some((one) => one.factorId === old.value?.factorId)
  })

  /** Whose replacement there is a question about. */
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

  /** After the new one is active. */
  async function removeOld(): Promise<void> {
    const factor = old.value
    end()
    if (!factor) return
    replaced.value = factor.factorId
    await removal.open(factor)
  }

  /** After the old one is gone. */
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
  watch(
    () => session.state.phase,
    (phase) => {
      if (phase !== 'signedIn') end()
    },
    { flush: 'sync' }
  )

  return { old, step, replaced, newFirst, bothActive, asking, begin, end, proceed, removeOld, addNew }
})
