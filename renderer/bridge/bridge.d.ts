import type { Bridge } from '../../contract'

declare global {
  interface Window {
    /** The only way out of the window; the preload defines it. */
    readonly bridge: Bridge
  }
}
