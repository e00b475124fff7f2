import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    testTimeout: 30_000,
    hookTimeout: 30_000,
    projects: [
      {
        test: {
          name: 'node',
          environment: 'node',
          include: ['{contract,main,preload,sandbox,scripts}/**/*.test.{ts,mjs}']
        }
      },
      {
        // In its full number an attack takes minutes.
        test: { name: 'torture', environment: 'node', include: ['torture/**/*.test.ts'], testTimeout: 1_800_000 }
      },
      {
        plugins: [vue()],
        test: { name: 'dom', environment: 'happy-dom', include: ['renderer/**/*.test.ts'] }
      }
    ]
  }
})
