import type { Component } from 'vue'

/** One entry of a MenuButton. */
export interface MenuItem {
  name: string
  /** Lines beneath the name. */
  details?: string[]
  icon: Component
  /** True if this item is the chosen one; absent if it is no choice. */
  checked?: boolean
  /** True if the item begins another group, after a line. */
  apart?: boolean
  /** True if the item takes something away. It then stands last, after a line. */
  destructive?: boolean
  run: () => void
}
