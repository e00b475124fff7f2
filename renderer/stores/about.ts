import { defineStore } from 'pinia'
import type { Component } from '../../contract/about'

/** The components of the app and their licences. Nothing is kept, because they are shown in one dialog, and seldom. */
export const useAboutStore = defineStore('about', () => ({
  listComponents: () => window.bridge.about.listComponents(),
  readLicence: ({ name, version }: Pick<Component, 'name' | 'version'>) =>
    window.bridge.about.readLicence({ name, version }),
  openChromiumLicences: () => window.bridge.about.openChromiumLicences()
}))
