import { defineConfig } from '@playwright/test'
import main from '../playwright.config'

/** Pictures for documents instead of tests: `scripts/pictures.mjs` has them taken. */
export default defineConfig({ ...main, testIgnore: [], outputDir: '../../test-results/pictures', timeout: 120_000 })
