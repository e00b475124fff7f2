import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

/**
 * Tests that start processes take long when others run at the same time. These values stand in each project, because a
 * project inherits nothing from the surrounding configuration.
 */
const patience = { testTimeout: 30_000, hookTimeout: 30_000 }

/**
 * Test files share the modules they load, which saves a minute. Modules hold no state, and the tests of those that do, the
 * log and the window's language, restore it.
 */
const together = { isolate: false }

export default defineConfig({
  test: {
    // Vitest would leave one core free for a person at the keyboard.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          ...patience,
          ...together,
          name: 'node',
          environment: 'node',
          // The parser imports JSON in a way that Node 20 does not know, but Vite does.
          server: { deps: { inline: ['@actions/workflow-parser'] } },
          include: ['{bench,contract,locales,main,packaging,preload,sandbox,scripts}/**/*.test.{ts,mjs}']
        }
      },
      {
        // The full number of tries of an attack takes minutes.
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
          setupFiles: 'renderer/text/english.testing.ts'
        }
      }
    ]
  }
})
