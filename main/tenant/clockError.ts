/**
 * Returns how far this computer's clock is ahead of the server's, in ms and to about a second, by the Date header of an
 * answer that has just come. Returns `undefined` if there is no such header.
 */
export function clockErrorBy(headers: Headers): number | undefined {
  const serverTime = Date.parse(headers.get('date') ?? '')
  return Number.isNaN(serverTime) ? undefined : Date.now() - serverTime
}
