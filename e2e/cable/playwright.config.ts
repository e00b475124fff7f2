import { defineConfig } from '@playwright/test'
import main from '../playwright.config'

/** One cable, so one test at a time. `npm run e2e:cable` starts it at the near end. */
export default defineConfig({
  ...main,
  testIgnore: [],
  outputDir: '../../test-results/cable',
  globalSetup: './start.ts',
  // Some wait until the app gives a request up, which takes it 20 s.
  timeout: 90_000,
  expect: { timeout: 30_000 },
  fullyParallel: false,
  workers: 1
})
