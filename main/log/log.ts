import { appErrorWithin } from '../ground/errors'
import { type LogFile, openLogFile } from './logFile'
import { redact } from './redact'

/**
 * The only fields that a line may have. There is no body, header, address or free text, which could hold a secret or personal
 * data.
 */
interface Fields {
  channel?: string
  operation?: string
  code?: string
  requestId?: string | undefined
  status?: number | undefined
}

export type Log = (event: string, fields?: Fields, error?: unknown) => void

/** The log of the process. Start creates it, and hands `log` to whatever writes a line. */
export interface ProcessLog {
  /** Writes one JSON line to stderr, and to the file once there is one. */
  readonly log: Log
  /** The latest events, oldest first: the moment and the code or event, as diagnostics show them. */
  readonly recentEvents: readonly string[]
  /** Starts to write lines to a file in `folder` too. */
  readonly keepIn: (folder: string) => void
  /** Resolves when all lines are in the file. */
  readonly written: () => Promise<void>
  /** Stops writing to the file, so that lines go to stderr alone. Resolves when the earlier ones are in the file. */
  readonly end: () => Promise<void>
}

const mostRecent = 30

export function createLog(): ProcessLog {
  const recentEvents: string[] = []
  let file: LogFile | undefined
  const written = async (): Promise<void> => file?.settled()

  function log(event: string, fields: Fields = {}, error?: unknown): void {
    const at = new Date().toISOString()
    const known = { ...fields, ...describe(error) }
    const line = JSON.stringify({ at, event, ...redacted(known) })
    process.stderr.write(`${line}\n`)
    file?.write(line)
    recentEvents.push([at, event, known.channel, known.code].filter((part) => part !== undefined).join(' '))
    if (recentEvents.length > mostRecent) recentEvents.shift()
  }

  return {
    log,
    recentEvents,
    keepIn(folder) {
      file = openLogFile(folder)
    },
    written,
    async end() {
      const ending = written()
      file = undefined
      await ending
    }
  }
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
  // Only the stack is logged, because the message of an unknown error may quote a secret.
  const frames = error.stack?.split('\n').filter((line) => line.trimStart().startsWith('at ')) ?? []
  return { error: error.name, frames: frames.slice(0, 6).map((frame) => withoutFolders(frame.trim())) }
}

/** Returns a stack frame without its folders, which carry the names of people. */
const withoutFolders = (frame: string): string => frame.replace(/(?:file:\/\/)?(?:[A-Za-z]:)?[\\/][^()]*[\\/]/g, '')

/** Redacts the fields once more, although none of them should hold a secret. */
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

/** Runs `work` in the background. A failure is logged under `event` and goes no further. */
export function inBackground(log: Log, event: string, work: Promise<unknown>): void {
  work.catch((error: unknown) => log(event, {}, error))
}
