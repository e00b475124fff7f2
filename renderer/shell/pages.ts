import { Settings, ShieldCheck } from '@lucide/vue'
import type { Component } from 'vue'
import type { Page } from '../stores/page'
import MethodsView from './MethodsView.vue'
import SettingsView from './SettingsView.vue'

/** A part of the sidebar. */
export type Place = 'top' | 'foot'

interface Entry {
  view: Component
  icon: Component
  place: Place
}

/** Every page of the signed-in window, in the order of the sidebar. Its name is a text below `nav`. */
export const pages: Readonly<Record<Page, Entry>> = {
  methods: { view: MethodsView, icon: ShieldCheck, place: 'top' },
  settings: { view: SettingsView, icon: Settings, place: 'foot' }
}
