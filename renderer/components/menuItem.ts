import type { Component } from 'vue'

/** One entry of a MenuButton. */
export interface MenuItem {
  name: string
  icon: Component
  /** It takes something away: last, after a line. */
  destructive?: boolean
  run: () => void
}
