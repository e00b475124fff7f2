import { defineConfig } from '@playwright/test'
import main from '../playwright.config'

/**
 * These tests need root. They share one cable, so they run one at a time. `npm run e2e:cable` starts them at the near end.
 */
export default defineConfig({
  ...main,
  testDir: '.',
  testIgnore: [],
  outputDir: '../../test-results/cable',
  globalSetup: './start.ts',
  // Some tests wait until the app gives a request up, which takes 20 s.
  timeout: 90_000,
  expect: { timeout: 30_000 },
  fullyParallel: false,
  workers: 1
})
