import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { AccountEntry, TenantEntry } from '../../contract/accounts'
import type { Failure, Result } from '../../contract/result'
import { useProfileStore } from './profile'

/** The accounts of this installation, read only when they are shown. */
export const useAccountsStore = defineStore('accounts', () => {
  const entries = shallowRef<AccountEntry[]>([])
  const profile = useProfileStore()
  /** Kept names are masked; the account on screen gets its whole name from the profile. */
  const list = computed(() =>
    entries.value.map((entry): AccountEntry => {
      const name = entry.current ? profile.name : undefined
      return name ? { ...entry, label: name } : entry
    })
  )
  const failure = shallowRef<Failure>()
  /** True if the dialog that adds an account is open. */
  const adding = ref(false)
  /** True if the dialog that signs out the account on screen is open. */
  const signingOut = ref(false)

  function heard(result: Result<unknown>): boolean {
    failure.value = result.ok ? undefined : result.error
    return result.ok
  }

  async function load(): Promise<void> {
    const result = await window.bridge.accounts.list()
    if (heard(result) && result.ok) entries.value = result.data
  }

  /** Switches to another account, which ends the page. */
  async function switchTo(id: string): Promise<void> {
    heard(await window.bridge.accounts.switch({ id }))
  }

  /** Resolves to true if the account was added, which also ends the page. */
  async function add(entry: TenantEntry): Promise<boolean> {
    return heard(await window.bridge.accounts.add(entry))
  }

  async function forget(id: string): Promise<void> {
    const forgotten = await window.bridge.accounts.forget({ id })
    await load()
    heard(forgotten)
  }

  /** Main asks the person first. The app ends if everything was forgotten. */
  async function forgetAll(): Promise<void> {
    const forgotten = await window.bridge.accounts.forgetAll()
    await load()
    heard(forgotten)
  }

  return {
    list,
    failure,
    adding,
    signingOut,
    load,
    switchTo,
    add,
    forget,
    forgetAll,
    retryMachineFile: () => window.bridge.accounts.retryMachineFile()
  }
})
