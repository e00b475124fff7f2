import type { AccountsHandlers } from './accounts'

export interface ForgetAllDeps {
  accounts: Pick<AccountsHandlers, 'accounts:list' | 'accounts:forget'>
  /** Asks the person outside of the page. */
  confirm: () => Promise<boolean>
  /** Deletes the PIN and every copy of the key that it opens. */
  forgetPin: () => Promise<void>
  /** Ends the app and deletes its files. */
  leave: () => Promise<void>
}

/**
 * Forgets every account as *Forget* does, the one on screen last, then the PIN, and ends the app.
 *
 * @throws AppError of the keychain; accounts that it did not let go of are still listed then
 */
export async function forgetAll({ accounts, confirm, forgetPin, leave }: ForgetAllDeps): Promise<void> {
  if (!(await confirm())) return
  const all = await accounts['accounts:list']()
  const inOrder = all.sort((one, other) => Number(one.current) - Number(other.current))
  for (const { id } of inOrder) await accounts['accounts:forget']({ id })
  await forgetPin()
  await leave()
}
