import { appErrorWithin } from './errors'

/** The only fields a line may carry. No body, header, address or free text: those could hold a secret or a person's data. */
interface Fields {
  channel?: string
  operation?: string
  code?: string
  requestId?: string | undefined
  status?: number | undefined
}

export type Log = (event: string, fields?: Fields, error?: unknown) => void

/** One JSON line per event, to stderr. */
export const log: Log = (event, fields = {}, error) => {
  process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), event, ...fields, ...describe(error) })}\n`)
}

function describe(error: unknown): object {
  if (error === undefined) return {}
  const known = appErrorWithin(error)
  if (known) return { code: known.code, requestId: known.facts.requestId, status: known.facts.status }
  if (!(error instanceof Error)) return { error: typeof error }
  // Only where it happened: the message of an unknown error may quote what must not be logged.
  const frames = error.stack?.split('\n').filter((line) => line.trimStart().startsWith('at ')) ?? []
  return { error: error.name, frames: frames.slice(0, 6).map((frame) => frame.trim()) }
}

/** Runs `work` in the background; a failure is logged under `event` and goes no further. */
export function inBackground(event: string, work: Promise<unknown>): void {
  work.catch((error: unknown) => log(event, {}, error))
}
