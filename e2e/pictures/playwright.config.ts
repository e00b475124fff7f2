import { defineConfig } from '@playwright/test'
import main from '../playwright.config'

/** Takes pictures and tests nothing: `scripts/pictures.mjs` those of the screens, `scripts/documentPictures.mjs` those of documents. */
export default defineConfig({
  ...main,
  testDir: '.',
  testIgnore: [],
  outputDir: '../../test-results/pictures',
  timeout: 120_000
})
