import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { DrillPace, DrillState } from '../../contract/drill'
import { useAsk } from '../bridge/useAsk'
import { useRemote } from './useRemote'
import { whenSignedOut } from './whenSignedOut'

/** The fewest characters that a code can have. */
const shortestCode = 4

/** Mirrors the fire drill, which main decides, and holds what the last one has shown. */
export const useDrillStore = defineStore('drill', () => {
  const state = shallowRef<DrillState>({ phase: 'none' })
  const { failure, ask } = useAsk()
  const { value: record, failure: recordFailure, pending, load } = useRemote(() => window.bridge.drill.readRecord())
  /** The code as it is typed. It is forgotten as soon as it was tried. */
  const code = ref('')
  const items = computed(() => ('items' in state.value ? state.value.items : []))
  /** The turn of the subject that is being tested. */
  const turn = computed(() => items.value.map(({ standing }) => standing).find((one) => one.as === 'now'))
  let heard = 0

  window.bridge.drill.onChanged((next) => {
    heard++
    const before = turn.value
    const isNew = next.phase === 'finished' && state.value.phase !== 'finished'
    state.value = next
    if (before?.doing === 'checking' && turn.value?.doing !== 'checking') code.value = ''
    if (isNew) void load()
  })

  /** Shows the run that is under way, or begins one. A run that has ended stays until the person tests again. */
  async function open(): Promise<void> {
    const before = heard
    const answer = await ask(window.bridge.drill.read())
    if (answer && heard === before) state.value = answer
    if (state.value.phase === 'none' || state.value.phase === 'failed') await start()
  }

  const start = (): Promise<void | undefined> => ask(window.bridge.drill.start())

  async function check(): Promise<void> {
    if (turn.value?.doing === 'nothing' && code.value.trim().length >= shortestCode) {
      await ask(window.bridge.drill.check({ code: code.value.trim() }))
    }
  }

  async function setPace(everyMonths: DrillPace): Promise<void> {
    await ask(window.bridge.drill.setPace({ everyMonths }))
    await load()
  }

  whenSignedOut(() => {
    state.value = { phase: 'none' }
    code.value = ''
    failure.value = undefined
  })

  return {
    state,
    failure,
    record,
    recordFailure,
    pending,
    items,
    turn,
    code,
    load,
    open,
    start,
    setPace,
    sendCode: () => ask(window.bridge.drill.sendCode()),
    check,
    nothingArrived: () => ask(window.bridge.drill.nothingArrived()),
    next: () => ask(window.bridge.drill.next()),
    stop: () => ask(window.bridge.drill.stop()),
    leave: () => ask(window.bridge.drill.leave())
  }
})
