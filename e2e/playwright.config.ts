import { defineConfig } from '@playwright/test'

/** These specs start the app with switches that a packaged app refuses, or from another executable (decision 33). */
const unpackagedOnly = ['newcomer.spec.ts', 'unpackaged.spec.ts']

/**
 * These specs lock or read the keychain, trust an authority, set the screen or inspect processes. Only Linux lets a test do
 * that.
 */
const linuxOnly = [
  'certificates',
  'keychain',
  'keychainMatrix',
  'launch',
  'lock',
  'network',
  'newcomer',
  'package',
  'posture',
  'profile',
  'proxy',
  'secrets',
  'smallScreen',
  'start',
  'unpackaged'
].map((name) => `${name}.spec.ts`)

/** Each test has a real Electron window and a real keyring, and two cores run two such tests at a time. */
export default defineConfig({
  testDir: 'specs',
  testIgnore: [
    ...(process.env['HOLDFAST_PACKAGED'] ? unpackagedOnly : []),
    ...(process.platform === 'linux' ? [] : linuxOnly)
  ],
  outputDir: '../test-results',
  timeout: 60_000,
  // A worker that hangs for good cannot be ended by the limit of a test, so this limit fails the run.
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
