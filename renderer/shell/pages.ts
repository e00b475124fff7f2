import { Gauge, History, MonitorSmartphone, Settings, ShieldCheck } from '@lucide/vue'
import { type Component, defineAsyncComponent } from 'vue'
import type { Page } from '../stores/page'
import MethodsView from './MethodsView.vue'
import OverviewView from './OverviewView.vue'
import SettingsView from './SettingsView.vue'

const ActivityPage = defineAsyncComponent(() => import('./ActivityPage.vue'))
const DevicesView = defineAsyncComponent(() => import('../topics/devices/DevicesView.vue'))

/** A part of the sidebar. */
export type Place = 'top' | 'foot'

interface Entry {
  view: Component
  icon: Component
  place: Place
}

/** Every page of the signed-in window, in the order of the sidebar. Its name is a text below `nav`. */
export const pages: Readonly<Record<Page, Entry>> = {
  overview: { view: OverviewView, icon: Gauge, place: 'top' },
  methods: { view: MethodsView, icon: ShieldCheck, place: 'top' },
  activity: { view: ActivityPage, icon: History, place: 'top' },
  devices: { view: DevicesView, icon: MonitorSmartphone, place: 'top' },
  settings: { view: SettingsView, icon: Settings, place: 'foot' }
}
