import { z } from 'zod'
import { longestPage } from './fields'

/** The place where a list goes on. Only the side that made it can read it. */
export const cursor = z.string().min(1).max(500)

/** A topic adds its filters by `pageRequest.extend({ … })`. */
export const pageRequest = z.object({
  /** Absent for the first page. */
  after: cursor.optional(),
  limit: z.int().min(1).max(longestPage)
})
export type PageRequest = z.infer<typeof pageRequest>

const count = z.int().nonnegative()

/** Returns the schema of one page of a list of `item`. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({
    items: z.array(item).max(longestPage),
    /** Absent on the last page, and only there: a page may have few rows, or none, in the middle of a list. */
    next: cursor.optional(),
    /** The number of rows in the whole list, if it is known. */
    total: count.optional(),
    /** The number of rows that a search has looked through so far, found or not. */
    searched: count.optional()
  })

export interface Page<T> {
  items: T[]
  next?: string | undefined
  total?: number | undefined
  searched?: number | undefined
}
