import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'electron-vite'
import type { Plugin } from 'vite'
import { z } from 'zod'
import { listBundled } from './packaging/bill/bundled'

const electronPackage: unknown = JSON.parse(readFileSync('node_modules/electron/package.json', 'utf8'))
const { version: electronVersion } = z.object({ version: z.string() }).parse(electronPackage)

const page = 'renderer/index.html'

/** Holds the modules that the page needs before it can draw: all that are reached without an `import()`. */
const neededAtOnce = new Set<string>()

const findNeededAtOnce: Plugin = {
  name: 'holdfast:needed-at-once',
  apply: 'build',
  buildEnd() {
    neededAtOnce.clear()
    neededAtOnce.add(resolve(page))
    for (const id of neededAtOnce) {
      for (const imported of this.getModuleInfo(id)?.importedIds ?? []) neededAtOnce.add(imported)
    }
  }
}

export default defineConfig({
  main: {
    plugins: [listBundled('main')],
    define: {
      __ELECTRON_VERSION__: JSON.stringify(electronVersion),
      // Each system builds its own package, and no installer runs on Linux.
      __WITH_INSTALLER__: JSON.stringify(process.platform !== 'linux')
    },
    build: {
      outDir: 'out/main',
      // Only keytar stays outside, because it is a native binary. Bundling the rest saves about a hundred file reads at
      // start-up.
      externalizeDeps: {
        exclude: [
          'csv-stringify',
          'electron-updater',
          'jose',
          'jsonc-parser',
          'libphonenumber-js',
          'openid-client',
          'otpauth',
          'tuf-js',
          'uqr',
          'zod'
        ]
      },
      rolldownOptions: {
        // This is the file system beneath Electron's own, which would take an app.asar for a folder.
        external: ['original-fs'],
        input: { index: 'main/index.ts', keychainWorker: 'main/vault/keychainWorker.ts' },
        // All files of main are in one folder, relative to which it finds the window's and the keychain worker.
        output: {
          chunkFileNames: '[name]-[hash].js',
          // Names stay, because errors in a log are read by people.
          minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } }
        }
      }
    }
  },
  preload: {
    plugins: [listBundled('preload')],
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
    plugins: [vue(), findNeededAtOnce, listBundled('renderer')],
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
        input: page,
        output: {
          // The first screen is one file. Otherwise the code that it shares with later screens would become about fifteen
          // files.
          codeSplitting: { groups: [{ name: 'start', test: (id) => neededAtOnce.has(id) }] }
        }
      }
    }
  }
})
