import { z } from 'zod'
import { failure } from './result'

export const diagnosticsChannels = {
  /** Puts the facts of one failure on the clipboard, for a help desk: code, request id, status and time. */
  'diagnostics:copyFailure': { input: failure, output: z.void() }
}
