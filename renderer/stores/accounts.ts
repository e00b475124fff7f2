import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { AccountEntry, TenantEntry } from '../../contract/accounts'
import type { Failure, Result } from '../../contract/result'
import { useAccountStore } from './account'

/** The accounts of this installation. Read when they are shown, not before. */
export const useAccountsStore = defineStore('accounts', () => {
  const entries = shallowRef<AccountEntry[]>([])
  const account = useAccountStore()
  /** What is kept of a name is masked; that of the account on screen is there as a whole. */
  const list = computed(() =>
    entries.value.map((entry): AccountEntry => {
      const name = entry.current ? account.account?.displayName : undefined
      return name ? { ...entry, label: name } : entry
    })
  )
  const failure = shallowRef<Failure>()
  /** Whether the dialog that adds one is open. */
  const adding = ref(false)
  /** Whether it is being asked if the account on screen is to be signed out. */
  const signingOut = ref(false)

  function heard(result: Result<unknown>): boolean {
    failure.value = result.ok ? undefined : result.error
    return result.ok
  }

  async function load(): Promise<void> {
    const result = await window.bridge.accounts.list()
    if (heard(result) && result.ok) entries.value = result.data
  }

  /** The page ends with the switch. */
  async function switchTo(id: string): Promise<void> {
    heard(await window.bridge.accounts.switch({ id }))
  }

  /** Tells whether it was added; the page ends then, too. */
  async function add(entry: TenantEntry): Promise<boolean> {
    return heard(await window.bridge.accounts.add(entry))
  }

  async function forget(id: string): Promise<void> {
    const forgotten = await window.bridge.accounts.forget({ id })
    await load()
    heard(forgotten)
  }

  return { list, failure, adding, signingOut, load, switchTo, add, forget }
})
