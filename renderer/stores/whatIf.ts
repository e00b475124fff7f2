import { defineStore } from 'pinia'
import { ref } from 'vue'
import type { Loss, Outlook, Place } from '../../contract/whatIf'
import { useAsk } from '../bridge/useAsk'
import { useCall } from '../bridge/useCall'
import { whenSignedOut } from './whenSignedOut'

/** Holds what the person loses in thought, and what main works out from it. */
export const useWhatIfStore = defineStore('whatIf', () => {
  const lost = ref<Loss[]>([])
  const {
    data: outlook,
    failure,
    pending,
    run,
    forget
  } = useCall<{ lost: Loss[] }, Outlook>((input) => window.bridge.whatIf.consider(input))
  const { failure: sayFailure, ask } = useAsk()

  async function consider(): Promise<void> {
    await run({ lost: [...lost.value] })
  }

  /** Reads the account anew, and begins with the loss that is most common. */
  async function open(): Promise<void> {
    lost.value = ['phone']
    await window.bridge.whatIf.read()
    await consider()
  }

  async function lose(loss: Loss, isLost: boolean): Promise<void> {
    lost.value = isLost ? [...lost.value.filter((one) => one !== loss), loss] : lost.value.filter((one) => one !== loss)
    await consider()
  }

  async function say(id: string, place: Place): Promise<void> {
    await ask(window.bridge.whatIf.say({ id, place }))
    await consider()
  }

  whenSignedOut(() => {
    forget()
    outlook.value = undefined
    lost.value = []
    sayFailure.value = undefined
  })

  return { lost, outlook, failure, sayFailure, pending, open, consider, lose, say }
})
