import { computed, type ComputedRef } from 'vue'
import type { AccountEntry } from '../../contract/accounts'
import { useSettingsStore } from './settings'
import { useText } from '../text/useText'

type Place = Pick<AccountEntry, 'tenant' | 'organisation'>

/** Names an organisation in words. Anybody may take any name, so none stands without its host. */
export function useOrganisation(): {
  /** The organisation of the account on screen, as it is named in a sentence. */
  here: ComputedRef<string>
  inFull: (place: Place) => string
} {
  const { t } = useText()
  const settings = useSettingsStore()

  const inFull = ({ organisation, tenant }: Place): string =>
    organisation === undefined ? tenant : t('organisation.inFull', { name: organisation, host: tenant })

  return { here: computed(() => inFull(settings.appearance)), inFull }
}
