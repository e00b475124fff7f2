import type { Handlers } from './serve'
import { refusing } from './topic'

/** A handler for every channel, none of which does anything. */
export const idleHandlers: Handlers = {
  ...refusing('unexpected'),
  'diagnostics:copyFailure': () => undefined,
  'diagnostics:copy': () => undefined
}
