import type { Component } from 'vue'

/** One entry of a MenuButton. */
export interface MenuItem {
  name: string
  /** Lines beneath the name. */
  details?: string[]
  icon: Component
  /** One of several of which one holds. */
  checked?: boolean
  /** It begins another group, after a line. */
  apart?: boolean
  /** It takes something away: last, after a line. */
  destructive?: boolean
  run: () => void
}
