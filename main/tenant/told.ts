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

/** Reads a moment that is written as a number or as a date, in ms since the epoch. */
export const toldMoment = z
  .union([z.number(), z.string().transform((text) => Date.parse(text))])
  .pipe(z.int().min(-farthestMoment).max(farthestMoment))
