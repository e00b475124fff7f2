import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

/** These files hold the claims by name, and those without a guard. */
const lists = new Set(['claims.json', 'without.json'])
const folder = fileURLToPath(new URL('.', import.meta.url))

/** R1 to R58 are the requirements, F1 to F13 the findings of the reviewing attacker, M:… a sentence of the security model. */
const claim = z.string().regex(/^(R\d+|F\d+|M:[a-z0-9-]+)$/)
const text = z.string().min(1)

/** A guard, the careless change that would lose it, and the one test that has to fail then. */
const guard = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  claims: z.array(claim).min(1),
  file: text,
  text,
  replacement: z.string(),
  test: z.strictObject({ file: text, title: text })
})
const withoutGuard = z.strictObject({ claim, reason: text })

export type Guard = z.infer<typeof guard> & { area: string }
export type NamedTest = Guard['test']

const readJson = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'))

/** Returns the guards of every area. An area is a file in this folder. */
export function readGuards(): Guard[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json') && !lists.has(name))
  return files.sort().flatMap((name) => {
    const area = basename(name, '.json')
    return z
      .array(guard)
      .parse(readJson(name))
      .map((entry) => ({ ...entry, area }))
  })
}

/** Returns the claims that no mutation can test, each with the reason. */
export const readWithoutGuard = (): z.infer<typeof withoutGuard>[] =>
  z.array(withoutGuard).parse(readJson('without.json'))

/** Returns true if the named test runs in the real app, on the built output. */
export const isEndToEnd = (test: NamedTest): boolean => test.file.startsWith('e2e/')
