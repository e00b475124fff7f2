import type { ActivityExport, ActivityFilter, ActivityFormat } from '../../../contract/activity'
import type { Job } from '../../../contract/job'
import { createJob, type JobRunner, type Report } from '../../ground/job'
import type { ChosenFile } from '../../ground/ports'
import type { SignInList } from './signInList'

export interface ExportParts {
  /** Asks for a place for a file. Resolves to undefined if the person changed their mind. */
  chooseFile: (name: string) => Promise<ChosenFile | undefined>
  onChanged: (state: ActivityExport) => void
}

interface Order {
  list: SignInList
  filter: ActivityFilter
  format: ActivityFormat
  file: ChosenFile
}

type Result = Extract<ActivityExport, { phase: 'finished' }>['result']

export interface ActivityExports extends Omit<JobRunner<Order, Result>, 'start'> {
  /**
   * Asks for a place and begins, unless the session ends meanwhile.
   *
   * @throws AppError `notAllowed` while an export is running
   */
  start(order: Omit<Order, 'file'>, session: AbortSignal): Promise<Job | undefined>
}

/** Writes sign-ins into a file: first it walks to the oldest one, then the file appears, whole. */
export function createExports({ chooseFile, onChanged }: ExportParts): ActivityExports {
  const job = createJob<Order, Result>({ run, onChanged })
  return {
    ...job,
    async start(order, session) {
      const day = new Date().toISOString().slice(0, 10)
      const file = await chooseFile(`sign-ins-${day}.${order.format}`)
      return file && !session.aborted ? job.start({ ...order, file }) : undefined
    }
  }
}

async function run({ list, filter, format, file }: Order, report: Report, signal: AbortSignal): Promise<Result> {
  for (let { complete } = list.progress(); !complete;) {
    await list.readOlder()
    signal.throwIfAborted()
    const { signIns, total, complete: isWhole } = list.progress()
    report(signIns, total)
    complete = isWhole
  }
  // Sign-ins that arrived since the list was opened belong into the file, and the list on screen stays as it is.
  await list.countNewer()
  signal.throwIfAborted()
  const { piecesOf } = await import('./exportFile')
  const rows = list.rowsWithNewer()
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions()
  const unreadable = list.progress().unreadable > 0
  await file.write(until(signal, piecesOf(format, { rows, filter, unreadable, timeZone, exportedAt: new Date() })))
  return { signIns: rows.length, name: file.name }
}

/** Yields the pieces. Once the signal is aborted it throws, so that a file that is being written does not appear. */
function* until(signal: AbortSignal, pieces: Iterable<string>): Iterable<string> {
  for (const piece of pieces) {
    signal.throwIfAborted()
    yield piece
  }
  signal.throwIfAborted()
}
