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
          include: ['{contract,main,preload,sandbox,scripts,torture}/**/*.test.{ts,mjs}']
        }
      },
      {
        plugins: [vue()],
        test: { name: 'dom', environment: 'happy-dom', include: ['renderer/**/*.test.ts'] }
      }
    ]
  }
})
