import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

/** What starts processes takes long beside others. A project takes nothing over from what is around it. */
const patience = { testTimeout: 30_000, hookTimeout: 30_000 }

/**
 * Files of tests share the modules they load, which spares a minute: modules keep no state of their own, and the tests of
 * those that do, the log and the window's language, put it back.
 */
const together = { isolate: false }

export default defineConfig({
  test: {
    // One core would be kept free for a person at the keyboard.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          ...patience,
          ...together,
          name: 'node',
          environment: 'node',
          include: ['{bench,contract,main,preload,sandbox,scripts}/**/*.test.{ts,mjs}']
        }
      },
      {
        // In its full number an attack takes minutes.
        test: {
          ...patience,
          name: 'torture',
          environment: 'node',
          include: ['torture/**/*.test.ts'],
          testTimeout: 1_800_000
        }
      },
      {
        plugins: [vue()],
        test: {
          ...patience,
          ...together,
          name: 'dom',
          environment: 'happy-dom',
          include: ['renderer/**/*.test.ts'],
          setupFiles: 'renderer/english.testing.ts'
        }
      }
    ]
  }
})
