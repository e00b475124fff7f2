import { afterEach } from 'vitest'
import { speak } from './i18n'

// Test files share the modules of the window, and with them its language.
afterEach(() => speak('en'))
