import { afterEach } from 'vitest'
import { speak } from './i18n'

// The files of tests share the modules of the window, and with them its language.
afterEach(() => speak('en'))
