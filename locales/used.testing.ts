import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const source = /(?<!\.(?:test|testing|d))\.(?:ts|vue)$/
const hole = /\$\{[^}]*\}/

/** Returns the code of these folders, without their tests. */
export const codeIn = (...folders: string[]): string =>
  folders
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name))
    )
    .filter((file) => source.test(file))
    .map((file) => readFileSync(join(root, file), 'utf8'))
    .join('\n')

/**
 * Returns the keys that the code does not name: neither in full nor by a template, of which each hole stands for one part of
 * the key that the code knows as a word.
 */
export function unusedKeys(keys: readonly string[], code: string): string[] {
  const words = new Set(code.match(/[\w-]+/g))
  const named = new Set([...code.matchAll(/(['"`])((?:[\w-]+\.)*[\w-]+)\1/g)].map(([, , key]) => key))
  const templates = [...code.matchAll(/`([\w-](?:[\w-]|\.|\$\{[^}`]*\})+)`/g)]
    .flatMap(([, template = '']) => (hole.test(template) && template.includes('.') ? [template] : []))
    .map((template) =>
      template
        .split(hole)
        .map((text) => text.replaceAll('.', '\\.'))
        .join('([\\w-]+)')
    )
  const patterns = [...new Set(templates)].map((pattern) => new RegExp(`^${pattern}$`))
  return keys.filter(
    (key) =>
      !named.has(key) &&
      !patterns.some(
        (pattern) =>
          pattern
            .exec(key)
            ?.slice(1)
            .every((part) => words.has(part)) ?? false
      )
  )
}
