import { contract, type Channel, type Input, type Output } from '../../contract'
import type { ErrorCode, Result } from '../../contract/result'
import { AppError, toFailure } from '../ground/errors'
import type { Log } from '../log/log'

/** One handler for each channel. One that is missing or misspelt does not compile. */
export type Handlers = { [C in Channel]: (input: Input<C>) => Output<C> | Promise<Output<C>> }

/** The sender of a message: the part of Electron's IpcMainInvokeEvent that is needed here. */
export interface Sender {
  readonly sender: unknown
  readonly processId: number
  readonly frameId: number
  readonly senderFrame: { readonly url: string; readonly parent: unknown } | null
}

/** The window whose page may call main. */
export interface Trusted {
  readonly webContents: unknown
  /** The origin of the page, such as `app://bundle`. */
  readonly origin: string
  /** Returns true if the sender is the page in force. An earlier page, or one that has not committed, is not heard. */
  readonly isCurrent: (sender: Sender) => boolean
}

interface Ipc {
  handle(channel: string, listener: (event: Sender, input: unknown) => Promise<unknown>): void
}

/**
 * Opens the one gate from the page to main: every channel of the contract, each behind the same checks.
 *
 * @param handlers returns the handlers in force when a message arrives
 * @param refuses returns true if the lock keeps a channel closed
 */
export function serve(
  ipc: Ipc,
  handlers: () => Handlers,
  trusted: Trusted,
  log: Log,
  refuses: (channel: Channel) => boolean = () => false
): void {
  for (const channel of Object.keys(contract) as Channel[]) {
    ipc.handle(channel, (event, input) => {
      if (!isTrusted(event, trusted)) {
        log('sender-refused', { channel })
        return Promise.resolve(refusal('notAllowed'))
      }
      return refuses(channel) ? Promise.resolve(refusal('locked')) : answer(channel, handlers(), input, log)
    })
  }
}

const refusal = (code: ErrorCode) => ({ ok: false, error: toFailure(new AppError(code)) })

/** Returns true only for the main frame of our own window, while it shows our own current page. */
export function isTrusted(event: Sender, trusted: Trusted): boolean {
  const { sender, senderFrame } = event
  if (sender !== trusted.webContents || senderFrame?.parent !== null || !trusted.isCurrent(event)) return false
  return URL.canParse(senderFrame.url) && originOf(new URL(senderFrame.url)) === trusted.origin
}

/** Returns the origin of any URL. `URL.origin` is the string "null" for schemes that the URL standard does not know. */
const originOf = (url: URL): string => `${url.protocol}//${url.host}`

/** Checks the input, asks the handler, and strips everything from its output that the contract does not name. */
export async function answer<C extends Channel>(
  channel: C,
  handlers: Pick<Handlers, C>,
  input: unknown,
  log: Log
): Promise<Result<Output<C>>> {
  try {
    const parsed = contract[channel].input.safeParse(input)
    if (!parsed.success) throw new AppError('invalidInput', { cause: parsed.error })
    // Both casts state what the compiler cannot follow through the union: the schemas of one channel belong together.
    const output: unknown = await handlers[channel](parsed.data as Input<C>)
    return { ok: true, data: contract[channel].output.parse(output) as Output<C> }
  } catch (error) {
    // An abort is the page's own wish, because it left the view that had asked.
    if (!isAbort(error)) log('call-failed', { channel }, error)
    return { ok: false, error: toFailure(error) }
  }
}

const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError'
