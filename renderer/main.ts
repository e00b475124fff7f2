import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { i18n, speak } from './i18n'
import { useLockStore } from './stores/lock'
import { useSessionStore } from './stores/session'
import { useSettingsStore } from './stores/settings'
import './styles/tokens.css'
import './styles/fonts.css'
import './styles/base.css'
import './styles/layout.css'
import './styles/controls.css'
import './styles/rows.css'
import './styles/notices.css'

const app = createApp(App).use(createPinia()).use(i18n)
const settings = useSettingsStore()

await Promise.all([
  // Text drawn before would be laid out twice, the first time in a typeface that the system has to be asked for. Which is
  // also what is left if ours cannot be loaded.
  document.fonts.load('1em "Inter Variable"').catch(() => undefined),
  useLockStore().start(),
  settings.load().then(() => speak(settings.appearance.language)),
  useSessionStore().start()
])
app.mount('#app')
