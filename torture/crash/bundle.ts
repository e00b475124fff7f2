import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

/** Bundles a program and its imports into one file in `folder`, so that a child starts quickly. Resolves with the file. */
export async function bundleChild(folder: string, program: URL): Promise<string> {
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: fileURLToPath(program),
      outDir: folder,
      target: 'node20',
      rolldownOptions: { output: { entryFileNames: 'child.mjs' } }
    }
  })
  return join(folder, 'child.mjs')
}
