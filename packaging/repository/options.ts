import { parseArgs } from 'node:util'
import { z } from 'zod'
import { Refusal } from '../refusal'

/** An option that is given once. */
export const once = z.tuple([z.string().min(1)]).transform(([value]) => value)
/** An option that may be given several times. */
export const often = z.array(z.string().min(1)).min(1)

/**
 * Returns the options of a command, each as `--name value`.
 *
 * @throws Refusal that names a missing or unknown option
 */
export function optionsOf<Shape extends z.ZodRawShape>(
  args: readonly string[],
  schema: z.ZodObject<Shape>
): z.output<z.ZodObject<Shape>> {
  const read = schema.safeParse(valuesOf(args, Object.keys(schema.shape)))
  if (read.success) return read.data
  const names = new Set(read.error.issues.map(({ path: [name] }) => `--${String(name)}`))
  throw new Refusal(`Missing, empty or given too often: ${[...names].join(', ')}.`)
}

function valuesOf(args: readonly string[], names: readonly string[]): object {
  const options = Object.fromEntries(names.map((name) => [name, { type: 'string', multiple: true } as const]))
  try {
    return parseArgs({ args: [...args], options }).values
  } catch (error) {
    throw new Refusal(error instanceof Error ? error.message : String(error))
  }
}
