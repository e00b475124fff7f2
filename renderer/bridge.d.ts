import type { Bridge } from '../contract'

declare global {
  interface Window {
    /** The only way out of the window; the preload puts it there. */
    readonly bridge: Bridge
  }
}
