import { computed, type ComputedRef } from 'vue'
import type { UpdatesState } from '../../../contract/updates'
import { useClock } from '../../kit/useClock'
import { useSettingsStore } from '../../stores/settings'
import { useFormat } from '../../text/useFormat'
import { useText } from '../../text/useText'

/** Says how the last look for a newer version went, and when the next one may begin. */
export function useLook(state: () => UpdatesState): {
  title: ComputedRef<string>
  text: ComputedRef<string>
  looking: ComputedRef<boolean>
  /** In ms; 0 if nobody has to wait, or no look is wanted. */
  wait: ComputedRef<number>
  /** True if a look cannot begin now. */
  asleep: ComputedRef<boolean>
} {
  const { t } = useText()
  const { moment } = useFormat()
  const settings = useSettingsStore()
  const now = useClock(1000)

  const looking = computed(() => state().progress.phase === 'looking')
  const pause = computed(() => Math.max(0, (state().lookAgainAt ?? 0) - now.value))
  /** True if a version is being downloaded or waits for a restart, when nobody looks for another. */
  const settled = computed(() => state().progress.phase === 'downloading' || state().progress.phase === 'ready')
  const asleep = computed(() => looking.value || settled.value || pause.value > 0)
  const wait = computed(() => (looking.value || settled.value ? 0 : pause.value))
  const title = computed(() => {
    const { phase } = state().progress
    const version = settings.appearance.appVersion
    return phase === 'upToDate' ? t('updates.look.newest', { version }) : t('updates.look.running', { version })
  })
  const text = computed(() => {
    if (looking.value) return t('updates.look.looking')
    const { lookedAt } = state()
    return lookedAt === undefined ? t('updates.look.never') : t('updates.look.last', { moment: moment(lookedAt) })
  })

  return { title, text, looking, wait, asleep }
}
