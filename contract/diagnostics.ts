import { z } from 'zod'
import { failure } from './result'

export const diagnosticsChannels = {
  /** Puts the facts of one failure on the clipboard, for a help desk: code, request id, status and time. */
  'diagnostics:copyFailure': { input: failure, output: z.void() },
  /** Puts versions, the state of the keychain and the last codes of the log on the clipboard: nothing about a person. */
  'diagnostics:copy': { input: z.void(), output: z.void() }
}
