import { z } from 'zod'
import { farthestMoment } from '../../contract/fields'
import { textOf } from '../ground/text'

/**
 * Returns the schema of a text of at most `length` characters that the tenant may leave out. An empty one, and everything
 * that is no text, counts as left out.
 */
export const toldText = (length: number) =>
  textOf(length)
    .transform((text) => text || undefined)
    .nullish()
    .transform((text) => text ?? undefined)
    .catch(undefined)

/** Reads true or false, which may come as text. */
export const toldFlag = z.union([z.boolean(), z.stringbool()])

/** No tenant is as old as this moment, in ms since the epoch. The same number in s is the year 5138. */
const firstInMs = 100_000_000_000

const ofNumber = (given: number): number => Math.round(Math.abs(given) < firstInMs ? given * 1_000 : given)

/**
 * Reads a moment, in ms since the epoch. It may be a date or a number, as text too, and the number may count s: the documents
 * ask for a date, and servers that keep numbers send those. A moment in s that is taken for ms lies in January 1970, where a
 * walk through sign-ins would end and each device would look forgotten.
 */
export const toldMoment = z
  .union([
    z.number().transform(ofNumber),
    z
      .string()
      .regex(/^\d{9,16}$/)
      .transform((text) => ofNumber(Number(text))),
    z.string().transform((text) => Date.parse(text))
  ])
  .pipe(z.int().min(-farthestMoment).max(farthestMoment))
