import { LogOut, Plus } from '@lucide/vue'
import { computed, h, type ComputedRef } from 'vue'
import type { AccountEntry } from '../../contract/accounts'
import type { MenuItem } from '../kit/menuItem'
import { useAccountsStore } from '../stores/accounts'
import { useLeavingStore } from '../stores/leaving'
import { useSessionStore } from '../stores/session'
import { useFormat } from '../text/useFormat'
import { useText } from '../text/useText'
import AccountAvatar from './AccountAvatar.vue'
import { initialsOf } from './initials'

/** Returns the accounts to switch to, and the ways to add one and to sign out. */
export function useAccountItems(): ComputedRef<MenuItem[]> {
  const { t } = useText()
  const { date } = useFormat()
  const accounts = useAccountsStore()
  const leaving = useLeavingStore()
  const session = useSessionStore()

  const signedIn = computed(() => session.state.phase === 'signedIn')
  /** The accounts in the menu. Before a sign-in the screen is about the current one, so it is left out. */
  const shown = computed(() => accounts.list.filter(({ current, barred }) => !barred && (signedIn.value || !current)))

  /** Returns a detail that tells an account from another one at the same tenant that looks like it, or undefined. */
  function markOf({ id, tenant, label = '', address, signedInAt }: AccountEntry): string | undefined {
    const alike = accounts.list.filter(
      (one) => one.tenant === tenant && initialsOf(one.label ?? '') === initialsOf(label)
    )
    if (alike.length < 2) return undefined
    const unique = alike.every((one) => one.id === id || one.address !== address)
    return unique || signedInAt === undefined ? address : t('accounts.signedInAt', { date: date(signedInAt) })
  }

  return computed<MenuItem[]>(() => [
    ...shown.value.map((account) => ({
      name: account.label ?? t('accounts.nobody'),
      details: [markOf(account), account.organisation, account.tenant].filter((line) => line !== undefined),
      icon: () => h(AccountAvatar, { id: account.id, label: account.label }),
      checked: account.current,
      run: () => {
        if (!account.current) leaving.leaveFor(() => void accounts.switchTo(account.id))
      }
    })),
    {
      name: t('accounts.add.open'),
      icon: Plus,
      apart: shown.value.length > 0,
      run: () => leaving.leaveFor(() => (accounts.adding = true))
    },
    ...(signedIn.value
      ? [{ name: t('account.leaving.open'), icon: LogOut, run: () => (accounts.signingOut = true) }]
      : [])
  ])
}
