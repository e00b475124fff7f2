/** The header has whole seconds, and what is cut off is half of one on average, in ms. */
const cutOffMs = 500

/**
 * Is called when a request goes out. Returns a function that takes the headers of its answer as soon as it has come, and
 * returns how far this computer's clock is ahead of the server's, in ms and to about a second. The server's clock counts as
 * read halfway through the trip. Without a Date header the function returns `undefined`.
 */
export function startOfTrip(): (headers: Headers) => number | undefined {
  const sentAt = performance.now()
  return (headers) => {
    const serverTime = Date.parse(headers.get('date') ?? '') + cutOffMs
    const halfTripMs = (performance.now() - sentAt) / 2
    return Number.isNaN(serverTime) ? undefined : Math.round(Date.now() - halfTripMs - serverTime)
  }
}
