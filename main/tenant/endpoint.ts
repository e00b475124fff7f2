import { z } from 'zod'

type Path = `/api/${'v2' | 'v3'}/${string}`

/**
 * One endpoint that is read, as data: the request, and the schema of a well-formed answer. Fields that the schema does not
 * name are dropped.
 */
export interface Operation<Data> {
  readonly method: 'GET'
  readonly path: Path
  readonly data: z.ZodType<Data>
}

/** One endpoint that changes something. */
export interface Command<Data> {
  readonly method: 'POST' | 'PUT' | 'DELETE'
  readonly path: Path
  readonly data: z.ZodType<Data>
}

export const operation = <Data>(path: Path, data: z.ZodType<Data>): Operation<Data> => ({ method: 'GET', path, data })

export const command = <Data>(
  path: Path,
  data: z.ZodType<Data>,
  method: Command<Data>['method'] = 'POST'
): Command<Data> => ({
  method,
  path,
  data
})

/** For endpoints that answer without data. Anything that a server puts there is dropped. */
export const noData = z.unknown().transform(() => undefined)

/**
 * A list, in the two variants that GenAuth is known to send too: a single object for an array of one item (the vendor's own
 * samples print it so) and `null` for an empty one.
 */
export const listOf = <Item>(item: z.ZodType<Item>): z.ZodType<Item[]> =>
  z.preprocess((data) => (data === null ? [] : data), givenListOf(item))

/** A list that the server has really sent. After an earlier failure, `null` may mean that the server does not know. */
export const givenListOf = <Item>(item: z.ZodType<Item>): z.ZodType<Item[]> =>
  z.preprocess(
    (data) => (typeof data === 'object' && data !== null && !Array.isArray(data) ? [data] : data),
    z.array(item).max(100)
  )

const pageOfList = z.object({ list: z.unknown().array().nullable() })

/** The list in a page of it. An answer that is the list itself is read as one. */
export const fromPage = <Data>(list: z.ZodType<Data>): z.ZodType<Data> =>
  z.preprocess((data) => {
    const page = pageOfList.safeParse(data)
    return page.success ? page.data.list : data
  }, list)
