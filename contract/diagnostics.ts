import { z } from 'zod'
import { failure } from './result'

export const diagnosticsChannels = {
  /** Copies the facts of one failure for a help desk: code, request id, status and time. */
  'diagnostics:copyFailure': { input: failure, output: z.void() },
  /** Copies versions, the state of the keychain and the last codes of the log, but nothing about a person. */
  'diagnostics:copy': { input: z.void(), output: z.void() }
}
