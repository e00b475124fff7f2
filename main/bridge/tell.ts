import { type EventData, type EventName, events } from '../../contract'

/** Tells the window something unasked. @throws ZodError if the data does not fit the contract */
export type Tell = <E extends EventName>(event: E, data: EventData<E>) => void

/** The page that is told. */
export interface Page {
  /** Passes on a message. Between two pages nobody is told, because the next one reads the state for itself. */
  readonly post: (event: EventName, data: unknown) => void
}

/**
 * Returns the one way out of main to the window. The data is parsed by the contract, and while the window is locked only the
 * lock itself is told.
 */
export function createTell(page: Page, isLocked: () => boolean): Tell {
  return (event, data) => {
    if (event !== 'lock:changed' && isLocked()) return
    page.post(event, events[event].parse(data))
  }
}

/** Returns a `tell` that is silent unless `isCurrent` returns true, because only the account on screen may tell anything. */
export const tellWhile =
  (isCurrent: () => boolean, tell: Tell): Tell =>
  (event, data) => {
    if (isCurrent()) tell(event, data)
  }
