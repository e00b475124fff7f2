import { readdir, readFile } from 'node:fs/promises'
import { join, posix, sep } from 'node:path'
import ts from 'typescript'

const source = /\.(ts|vue|css)$/
const leftOut = /\.(test|testing|d)\.ts$/
const block = /<script[^>]*>([^]*?)<\/script>/g
const sheet = /<style[^>]*\ssrc="([^"]+)"|@import\s+(?:url\()?['"]([^'"]+)['"]/g
const tails = ['', '.ts', '.vue', '/index.ts']

/** Returns everything that a module, a component or a sheet imports, including types and later imports. */
export function specifiersIn(file, text) {
  const code = file.endsWith('.ts') ? text : [...text.matchAll(block)].map(([, script]) => script).join('\n')
  const sheets = file.endsWith('.ts') ? [] : [...text.matchAll(sheet)].map(([, src, imported]) => src ?? imported)
  const modules = ts.preProcessFile(code, true, true).importedFiles.map(({ fileName }) => fileName)
  return [...new Set([...modules, ...sheets])]
}

/**
 * Resolves with every import within each of `parts`, folders of `root`, as pairs of paths. Tests and the modules that only
 * tests use are left out. Rejects if an import leads nowhere, because the graph would have a hole.
 */
export async function readImports(root, parts) {
  const imports = await Promise.all(parts.map((part) => readPart(root, part)))
  return imports.flat()
}

async function readPart(root, part) {
  const names = await readdir(join(root, part), { recursive: true })
  const files = new Set(names.map((name) => posix.join(part, name.split(sep).join('/'))))
  const sources = [...files].filter((file) => source.test(file) && !leftOut.test(file)).sort()
  const read = async (from) => {
    const specifiers = specifiersIn(from, await readFile(join(root, from), 'utf8'))
    return specifiers.flatMap((specifier) => targetOf(from, specifier, part, files)).map((to) => ({ from, to }))
  }
  return (await Promise.all(sources.map(read))).flat()
}

/** Returns a list with the imported file, or an empty list if the file is outside the part. */
function targetOf(from, specifier, part, files) {
  if (!specifier.startsWith('.')) return []
  const path = posix.join(posix.dirname(from), specifier.replace(/\?.*$/, ''))
  if (!path.startsWith(`${part}/`)) return []
  const target = tails.map((tail) => path + tail).find((one) => files.has(one) && /\.\w+$/.test(one))
  if (target === undefined) throw new Error(`${from} imports ${specifier}, which is not there.`)
  return [target]
}
