import { systemPreferences } from 'electron'
import type { Language } from '../../contract/settings'
import { systemText } from '../ground/words'
import type { TouchId } from '../topics/lock/lockInterface'

/** Returns Touch ID of a Mac. On other systems Electron has nothing of the kind. */
export function touchIdIn(language: () => Language): TouchId {
  return {
    available: () => process.platform === 'darwin' && systemPreferences.canPromptTouchID(),
    // macOS puts "Holdfast is trying to" in front of this text.
    prompt: () => systemPreferences.promptTouchID(systemText(language(), 'touchId.reason'))
  }
}
