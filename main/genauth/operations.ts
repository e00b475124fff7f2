import { z } from 'zod'
import { plainText, textOf } from './text'

/** One endpoint as data: what is asked and what a well-formed answer is. Fields a schema does not name are dropped. */
export interface Operation<Data> {
  readonly method: 'GET'
  readonly path: `/api/v3/${string}`
  readonly data: z.ZodType<Data>
}

const operation = <Data>(path: Operation<Data>['path'], data: z.ZodType<Data>): Operation<Data> => ({
  method: 'GET',
  path,
  data
})

/**
 * A list, with the two variants that GenAuth is known to send: a single object where the array has one item
 * (so the vendor's own samples print it) and `null` where it has none.
 */
const listOf = <Item>(item: z.ZodType<Item>): z.ZodType<Item[]> =>
  z.preprocess((data) => {
    if (data === null) return []
    return typeof data === 'object' && !Array.isArray(data) ? [data] : data
  }, z.array(item).max(100))

const factorType = z
  .string()
  .transform((type) => plainText(type, 64))
  .pipe(z.string().min(1))

/** `profile` is untyped in the API: known fields are read where they are strings. */
const factorProfile = z
  .object({
    email: textOf(320).optional().catch(undefined),
    phoneNumber: textOf(40).optional().catch(undefined),
    phoneCountryCode: textOf(8).optional().catch(undefined)
  })
  .nullish()

const optionalText = textOf(120).nullish().catch(undefined)

export const listFactorsToEnroll = operation('/api/v3/list-factors-to-enroll', listOf(z.object({ factorType })))

export const listEnrolledFactors = operation(
  '/api/v3/list-enrolled-factors',
  listOf(z.object({ factorId: z.string().min(1).max(256), factorType, profile: factorProfile }))
)

export const getProfile = operation(
  '/api/v3/get-profile',
  z.object({
    name: optionalText,
    nickname: optionalText,
    username: optionalText,
    email: optionalText,
    phone: optionalText
  })
)
