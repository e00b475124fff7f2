import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { OwnDevice } from '../../contract/devices'
import type { Failure } from '../../contract/result'
import { useAsk } from '../bridge/useAsk'
import { useRemote } from './useRemote'
import { whenSignedOut } from './whenSignedOut'

/** The devices on which the person has signed in, and the id that this computer has there. */
export const useDevicesStore = defineStore('devices', () => {
  const remote = useRemote(() => window.bridge.devices.list())
  const own = shallowRef<OwnDevice>()
  const { failure: ownFailure, ask } = useAsk()

  /** The devices that ending all others would end. */
  const others = computed(() => {
    const list = remote.value.value
    return list ? [...list.yours.filter(({ mark }) => mark?.kind !== 'here'), ...list.others.flat()] : []
  })

  async function load(): Promise<void> {
    await Promise.all([remote.load(), readOwn()])
  }

  async function readOwn(): Promise<void> {
    own.value = (await ask(window.bridge.devices.readOwn())) ?? own.value
  }

  async function renewOwn(): Promise<void> {
    own.value = (await ask(window.bridge.devices.renewOwn())) ?? own.value
  }

  /** Resolves to the reason of a refusal, or to undefined if the device has its new name. */
  async function label(deviceId: string, name: string): Promise<Failure | undefined> {
    const result = await window.bridge.devices.label({ deviceId, label: name })
    if (!result.ok) return result.error
    await remote.load()
    return undefined
  }

  whenSignedOut(() => {
    own.value = undefined
    ownFailure.value = undefined
  })

  return {
    list: remote.value,
    readAt: remote.readAt,
    staleSince: remote.staleSince,
    failure: remote.failure,
    pending: remote.pending,
    settled: remote.answered,
    others,
    own,
    ownFailure,
    load,
    readOwn,
    renewOwn,
    label
  }
})
