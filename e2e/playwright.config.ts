import { defineConfig } from '@playwright/test'

/** Real Electron windows and a real keyring for each test: two at a time is what two cores carry. */
export default defineConfig({
  testDir: '.',
  testIgnore: ['cable/**', 'pictures/**'],
  outputDir: '../test-results',
  timeout: 60_000,
  // A worker that stands still for good, which no limit of a test can end, fails the run.
  globalTimeout: 30 * 60_000,
  expect: { timeout: 10_000 },
  fullyParallel: true,
  workers: 2,
  forbidOnly: true,
  retries: 0,
  reporter: 'list',
  use: {
    launchOptions: {
      executablePath: process.env['HOLDFAST_BROWSER'] ?? '',
      chromiumSandbox: process.getuid?.() !== 0,
      args: ['--disable-gpu', '--disable-quic']
    }
  }
})
