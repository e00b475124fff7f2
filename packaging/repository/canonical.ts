export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json }

/**
 * Returns the bytes to sign: the form of JSON that TUF prescribes, without spaces, with sorted names, whole numbers only,
 * and escapes only for `"` and `\`.
 *
 * @throws RangeError for a number that is not whole
 */
export const canonicalBytes = (value: Json): Buffer => Buffer.from(canonical(value))

function canonical(value: Json): string {
  if (typeof value === 'string') return `"${value.replace(/["\\]/g, '\\$&')}"`
  if (typeof value === 'number' && !Number.isSafeInteger(value))
    throw new RangeError('only whole numbers can be signed')
  if (typeof value !== 'object' || value === null) return String(value)
  if (isList(value)) return `[${value.map(canonical).join()}]`
  const fields = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))
  return `{${fields.map(([name, field]) => `${canonical(name)}:${canonical(field)}`).join()}}`
}

const isList = (value: object): value is readonly Json[] => Array.isArray(value)
