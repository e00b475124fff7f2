import { defineStore } from 'pinia'
import { ref } from 'vue'
import type { AccountChanges } from '../../contract/alerts'
import { useAsk } from '../bridge/useAsk'
import { useRemote } from './useRemote'
import { whenSignedOut } from './whenSignedOut'

/** A half of the Activity page. */
export type ActivityHalf = 'signIns' | 'alerts'

/** The alerts of the account that is signed in, and what changed. */
export const useAlertsStore = defineStore('alerts', () => {
  const { value: list, ...remote } = useRemote(() => window.bridge.alerts.read())
  /** The changes since the visit before. */
  const changes = useRemote<AccountChanges>(() => window.bridge.alerts.readChanges({}))
  /** The moment since which all changes are listed, in ms since the epoch. */
  const since = ref(0)
  const history = useRemote<AccountChanges>(() => window.bridge.alerts.readChanges({ since: since.value }))
  /** The number of alerts that wait for an answer. */
  const waiting = ref(0)
  const half = ref<ActivityHalf>('signIns')
  const looking = ref(false)
  /** The reason why the last look or answer was refused; the next one clears it. */
  const { failure: refused, ask } = useAsk()

  async function load(): Promise<void> {
    await remote.load()
    waiting.value = list.value?.waiting.length ?? waiting.value
  }

  async function take(request: ReturnType<typeof window.bridge.alerts.look>): Promise<void> {
    const told = await ask(request)
    if (told) remote.hear(told)
    if (told) waiting.value = told.waiting.length
  }

  async function look(): Promise<void> {
    looking.value = true
    await take(window.bridge.alerts.look())
    looking.value = false
  }

  window.bridge.alerts.onChanged((told) => {
    waiting.value = told.waiting
    void remote.load()
    void changes.load()
    if (history.value.value) void history.load()
  })

  whenSignedOut(() => {
    waiting.value = 0
    half.value = 'signIns'
    since.value = 0
    refused.value = undefined
  })

  return {
    list,
    pending: remote.pending,
    failure: remote.failure,
    waiting,
    half,
    looking,
    refused,
    changes: changes.value,
    load,
    look,
    loadChanges: changes.load,
    since,
    history: history.value,
    historyFailure: history.failure,
    loadHistory: history.load,
    answer: (id: string, answer: 'me' | 'notMe') => take(window.bridge.alerts.answer({ id, answer })),
    closeLearnt: () => take(window.bridge.alerts.closeLearnt())
  }
})
