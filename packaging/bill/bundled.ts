import { mkdirSync, writeFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { join, resolve } from 'node:path'
import type { Plugin } from 'vite'

/** A part of the app that is built by itself. */
export type Part = 'main' | 'preload' | 'renderer'

type Bundle = Parameters<Extract<NonNullable<Plugin['generateBundle']>, (...args: never[]) => unknown>>[1]

/** These packages write code into a bundle under module names that begin in this way. */
const builders: Record<string, string> = {
  '\0rolldown/': 'rolldown',
  '\0vite/': 'vite',
  '\0plugin-vue:': '@vitejs/plugin-vue'
}

/**
 * Lists the packages that the bundler put into one part of the app. The list goes to `out/bill/<part>.json`, which is not
 * shipped. Each package is named by its place in package-lock.json.
 */
export function listBundled(part: Part): Plugin {
  let root = ''
  let output = ''
  return {
    name: 'holdfast:list-bundled',
    apply: 'build',
    configResolved(config) {
      root = config.root
      output = resolve(root, config.build.outDir, '../bill')
    },
    generateBundle(_options, bundle) {
      const modules = modulesIn(bundle)
      // A package that only re-exports others, as vue does, leaves no code of its own, but is listed too.
      const importers = modules.flatMap((id) => this.getModuleInfo(id)?.importers ?? [])
      const assets = assetsIn(bundle).map((path) => resolve(root, path))
      const places = [...modules, ...importers, ...assets].map(placeOf)
      const listed = new Set([...places, ...outsideOf(bundle)].filter((place) => place !== undefined))
      mkdirSync(output, { recursive: true })
      writeFileSync(join(output, `${part}.json`), JSON.stringify([...listed].sort(), undefined, 2))
    }
  }
}

const chunksIn = (bundle: Bundle) => Object.values(bundle).filter((output) => output.type === 'chunk')

/** Returns the modules of which some code remains after unused code was dropped. */
const modulesIn = (bundle: Bundle): string[] =>
  chunksIn(bundle).flatMap(({ modules }) =>
    Object.entries(modules)
      .filter(([, { renderedLength }]) => renderedLength > 0)
      .map(([id]) => id)
  )

const assetsIn = (bundle: Bundle): string[] =>
  Object.values(bundle).flatMap((output) => (output.type === 'asset' ? output.originalFileNames : []))

/** Returns the packages that are loaded at run time instead of being bundled. Electron's own are listed with the runtime. */
const outsideOf = (bundle: Bundle): string[] =>
  chunksIn(bundle)
    .flatMap(({ imports, dynamicImports }) => [...imports, ...dynamicImports])
    .filter(
      (name) => !Object.hasOwn(bundle, name) && !isBuiltin(name) && !/^(?:electron|original-fs)(?:\/|$)/.test(name)
    )
    .map((name) => `node_modules/${/^(?:@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name}`)

/**
 * Returns the place of this module's package in package-lock.json, or undefined for our own modules.
 *
 * @throws Error for a module of an unknown builder
 */
export function placeOf(id: string): string | undefined {
  const builder = Object.entries(builders).find(([start]) => id.startsWith(start))
  if (builder) return `node_modules/${builder[1]}`
  const inPackage = /\/((?:node_modules\/(?:@[^/]+\/)?[^/]+\/)+)/.exec(id)
  if (inPackage?.[1] !== undefined) return inPackage[1].slice(0, -1)
  if (id.startsWith('\0')) throw new Error(`Name in packaging/bill/bundled.ts which package writes the module ${id}.`)
  return undefined
}
