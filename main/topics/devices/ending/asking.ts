import type { Device, DeviceEnding, EndingVerb } from '../../../../contract/devices'
import type { Language } from '../../../../contract/settings'
import { AppError, toFailure } from '../../../ground/errors'
import type { Confirmation } from '../../../identity/confirmation/confirmation'
import type { Log } from '../../../log/log'
import { questionOf } from './question'

type Shown = Extract<DeviceEnding, { phase: 'confirming' | 'failed' }>

/** Asks the person outside of the page, one question at a time. */
export interface Asking {
  /** Returns the question or why it came to nothing, or `undefined` if there is neither. */
  shown(): Shown | undefined
  /** Returns true while a question is being prepared or asked. */
  isOpen(): boolean
  /** Opens the next question, which is not shown yet. The signal aborts when it is closed. */
  open(): AbortSignal
  /** Resolves to true if the person agreed, and to false if not or if the signal was aborted. Never rejects. */
  ask(
    about: { verb: EndingVerb; devices: readonly Device[]; mayBeHere: boolean },
    signal: AbortSignal
  ): Promise<boolean>
  close(): void
  /** Returns the link of the fresh sign-in under way. @throws AppError `invalidInput` if there is none */
  link(): string
}

interface AskingParts {
  confirmation: Pick<Confirmation, 'by' | 'ask'>
  language: () => Language
  onChanged: () => void
  log: Log
}

export function createAsking({ confirmation, language, onChanged, log }: AskingParts): Asking {
  let shown: Shown | undefined
  let current: AbortController | undefined

  function show(next: Shown | undefined): void {
    shown = next
    onChanged()
  }

  return {
    shown: () => shown,
    isOpen: () => current !== undefined,
    open() {
      shown = undefined
      current = new AbortController()
      return current.signal
    },
    async ask(about, signal) {
      const { verb } = about
      const by = confirmation.by()
      show({ phase: 'confirming', verb, by })
      const onLink = (link: string): void => {
        if (!signal.aborted) show({ phase: 'confirming', verb, by, link })
      }
      try {
        const text = questionOf(language(), about)
        const isAgreed = await confirmation.ask(by, { what: 'devices', text }, onLink, signal)
        if (signal.aborted) return false
        current = undefined
        show(undefined)
        return isAgreed
      } catch (error) {
        if (signal.aborted) return false
        log('devices-not-confirmed', {}, error)
        current = undefined
        show({ phase: 'failed', failure: toFailure(error) })
        return false
      }
    },
    close() {
      current?.abort()
      current = undefined
      if (shown) show(undefined)
    },
    link() {
      if (shown?.phase !== 'confirming' || shown.link === undefined) throw new AppError('invalidInput')
      return shown.link
    }
  }
}
