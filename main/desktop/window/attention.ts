import type { BrowserWindow } from 'electron'
import type { Attention } from '../../facts/scheduler'

/** Returns what tells whether somebody can see the window. */
export const attentionOf = (window: BrowserWindow): Attention => ({
  isVisible: () => !window.isDestroyed() && window.isVisible() && !window.isMinimized(),
  onChange(listener) {
    window.on('focus', listener)
    window.on('show', listener)
    window.on('restore', listener)
    return () => {
      if (window.isDestroyed()) return
      window.off('focus', listener)
      window.off('show', listener)
      window.off('restore', listener)
    }
  }
})
