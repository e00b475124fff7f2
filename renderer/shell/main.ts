import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { i18n, speak } from '../text/i18n'
import { useLockStore } from '../stores/lock'
import { useSessionStore } from '../stores/session'
import { useSettingsStore } from '../stores/settings'
import '../styles/tokens.css'
import '../styles/type.css'
import '../styles/fonts.css'
import '../styles/base.css'
import '../styles/layout.css'
import '../styles/buttons.css'
import '../styles/controls.css'
import '../styles/rows.css'
import '../styles/states.css'

const app = createApp(App).use(createPinia()).use(i18n)
const settings = useSettingsStore()

await Promise.all([
  // Text that is drawn earlier would be laid out twice, first in a typeface that the system has to be asked for.
  // That typeface is also the fallback if ours cannot be loaded.
  document.fonts.load('1em "Inter Variable"').catch(() => undefined),
  useLockStore().start(),
  settings.load().then(() => speak(settings.appearance.language)),
  useSessionStore().start()
])
app.mount('#app')
