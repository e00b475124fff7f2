import { systemPreferences } from 'electron'
import type { Language } from '../../contract/settings'
import type { TouchId } from '../lock/lockInterface'

/** macOS puts "Holdfast is trying to" in front. */
const reasons: Record<Language, string> = { en: 'unlock', 'zh-CN': '解锁' }

/** Touch ID of a Mac; elsewhere Electron has nothing of the kind. */
export function touchIdIn(language: () => Language): TouchId {
  return {
    available: () => process.platform === 'darwin' && systemPreferences.canPromptTouchID(),
    prompt: () => systemPreferences.promptTouchID(reasons[language()])
  }
}
