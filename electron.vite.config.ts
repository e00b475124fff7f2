import { readFileSync } from 'node:fs'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'electron-vite'
import { z } from 'zod'

const electronPackage: unknown = JSON.parse(readFileSync('node_modules/electron/package.json', 'utf8'))
const { version: electronVersion } = z.object({ version: z.string() }).parse(electronPackage)

const loadedLater =
  /\/renderer\/(enrolment\/(?!EnrolmentFailure)|removal|passkeys|lock|accounts\/(Add|AccountsRegion)|components\/TokenDialog|locales\/zh-CN|styles\/(secrets|wizard))/

export default defineConfig({
  main: {
    define: { __ELECTRON_VERSION__: JSON.stringify(electronVersion) },
    build: {
      outDir: 'out/main',
      // Only keytar stays outside, for its native binary; bundling the rest spares some hundred file reads at start-up.
      externalizeDeps: { exclude: ['jose', 'libphonenumber-js', 'openid-client', 'otpauth', 'uqr', 'zod'] },
      rolldownOptions: {
        input: { index: 'main/entry.ts', keychainWorker: 'main/vault/keychainWorker.ts' },
        // All files of main lie in one folder, from which it finds the window's and the keychain worker.
        output: { chunkFileNames: '[name]-[hash].js' }
      }
    }
  },
  preload: {
    build: {
      outDir: 'out/preload',
      rolldownOptions: {
        input: { index: 'preload/index.ts' },
        // A sandboxed preload cannot be an ES module.
        output: { format: 'cjs', entryFileNames: '[name].cjs' }
      }
    }
  },
  renderer: {
    root: 'renderer',
    plugins: [vue()],
    define: {
      __VUE_OPTIONS_API__: 'false',
      __VUE_PROD_DEVTOOLS__: 'false',
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
      __VUE_I18N_FULL_INSTALL__: 'false',
      __VUE_I18N_LEGACY_API__: 'false',
      __INTLIFY_PROD_DEVTOOLS__: 'false'
    },
    build: {
      outDir: 'out/renderer',
      minify: true,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: {
        input: 'renderer/index.html',
        output: {
          // One file for the first screen: left alone, what it shares with later ones would come in some fifteen.
          codeSplitting: { groups: [{ name: 'start', test: (id) => !loadedLater.test(id) }] }
        }
      }
    }
  }
})
