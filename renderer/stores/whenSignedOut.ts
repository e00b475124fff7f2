import { watch } from 'vue'
import { useSessionStore } from './session'

/** Calls `clear` as soon as the session ends, so that nobody sees what another person left. */
export function whenSignedOut(clear: () => void): void {
  const session = useSessionStore()
  watch(
    () => session.state.phase,
    (phase) => {
      if (phase !== 'signedIn') clear()
    },
    { flush: 'sync' }
  )
}
