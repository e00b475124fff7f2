import { defineConfig } from '@playwright/test'

/** The tests share one system to install to, so they run one at a time. */
export default defineConfig({
  testDir: '.',
  timeout: 300_000,
  globalTimeout: 20 * 60_000,
  expect: { timeout: 30_000 },
  workers: 1,
  forbidOnly: true,
  retries: 0,
  reporter: 'list'
})
