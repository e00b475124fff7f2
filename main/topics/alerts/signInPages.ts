import type { SignIn } from '../../../contract/activity'
import { type LoginHistoryPage, rowsPerRequest } from '../../tenant/loginHistory'

/**
 * Resolves to the sign-ins that succeeded, or to the refused ones. They are read by the number of the page until the list
 * certainly ends, or until so many pages are read: a server may give fewer rows than were asked for.
 */
export async function readPages(
  ask: (page: number) => Promise<LoginHistoryPage>,
  success: boolean,
  most: number
): Promise<SignIn[]> {
  const read: SignIn[] = []
  const known = new Set<string>()
  let came = 0
  for (let page = 1; page <= most; page++) {
    const { rows, length, total } = await ask(page)
    came += length
    // A row that arrives meanwhile shifts others onto the next page.
    const fresh = rows.filter((row) => !known.has(nameOf(row)))
    for (const row of fresh) known.add(nameOf(row))
    read.push(...fresh)
    // A server that does not know the parameter `page` gives the same rows for ever.
    const isRepeated = rows.length > 0 && fresh.length === 0
    // Some servers give the number of rows on the page for a total, so that a full first page proves nothing.
    const isReached = total === came && (page > 1 || length < rowsPerRequest)
    if (length === 0 || isRepeated || isReached) break
  }
  // A server that does not know the parameter `success` gives those of the other kind, too.
  return read.filter((row) => row.success === success)
}

const nameOf = (row: SignIn): string => JSON.stringify(row)
