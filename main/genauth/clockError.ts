/**
 * How far this computer's clock is ahead of the server's by the Date header of an answer that just came, in ms; about a
 * second exact. `undefined` where there is none.
 */
export function clockErrorBy(headers: Headers): number | undefined {
  const serverTime = Date.parse(headers.get('date') ?? '')
  return Number.isNaN(serverTime) ? undefined : Date.now() - serverTime
}
