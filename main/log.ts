import { appErrorWithin } from './errors'
import { type LogFile, openLogFile } from './logFile'
import { redact } from './redact'

/** The only fields a line may carry. No body, header, address or free text: those could hold a secret or a person's data. */
interface Fields {
  channel?: string
  operation?: string
  code?: string
  requestId?: string | undefined
  status?: number | undefined
}

export type Log = (event: string, fields?: Fields, error?: unknown) => void

/** What was logged last, oldest first: the moment and the code or event, as diagnostics show them. */
export const recentEvents: string[] = []

const mostRecent = 30
let file: LogFile | undefined

/** One JSON line per event, to stderr, and to the file once there is one. */
export const log: Log = (event, fields = {}, error) => {
  const at = new Date().toISOString()
  const known = { ...fields, ...describe(error) }
  const line = JSON.stringify({ at, event, ...redacted(known) })
  process.stderr.write(`${line}\n`)
  file?.write(line)
  recentEvents.push([at, event, known.channel, known.code].filter((part) => part !== undefined).join(' '))
  if (recentEvents.length > mostRecent) recentEvents.shift()
}

/** From now on lines are kept in `folder` too. Gives what resolves when all of them are there. */
export function keepLog(folder: string): () => Promise<void> {
  const opened = openLogFile(folder)
  file = opened
  return () => opened.settled()
}

interface Described extends Fields {
  error?: string
  frames?: string[]
}

function describe(error: unknown): Described {
  if (error === undefined) return {}
  const known = appErrorWithin(error)
  if (known) return { code: known.code, requestId: known.facts.requestId, status: known.facts.status }
  if (!(error instanceof Error)) return { error: typeof error }
  // Only where it happened: the message of an unknown error may quote what must not be logged.
  const frames = error.stack?.split('\n').filter((line) => line.trimStart().startsWith('at ')) ?? []
  return { error: error.name, frames: frames.slice(0, 6).map((frame) => withoutFolders(frame.trim())) }
}

/** Folders carry the names of people. */
const withoutFolders = (frame: string): string => frame.replace(/(?:file:\/\/)?(?:[A-Za-z]:)?[\\/][^()]*[\\/]/g, '')

/** The second net: no field should hold a secret. */
const redacted = (fields: Described): object =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]: [string, unknown]) => [
      name,
      typeof value === 'string'
        ? redact(value)
        : Array.isArray(value)
          ? value.map((text) => redact(String(text)))
          : value
    ])
  )

/** Runs `work` in the background; a failure is logged under `event` and goes no further. */
export function inBackground(event: string, work: Promise<unknown>): void {
  work.catch((error: unknown) => log(event, {}, error))
}
