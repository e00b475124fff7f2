import type { Language } from '../../contract/settings'
import { AppError, toFailure } from '../ground/errors'
import type { Confirmation } from '../identity/confirmation/confirmation'
import type { Log } from '../log/log'
import { lacksEndpoint } from '../tenant/outcome'
import { questionOf } from '../topics/devices/ending/question'
import type { Devices } from '../topics/devices/handlers'
import type { SeenDevice } from '../topics/devices/view'
import type { ChoiceStep } from '../topics/incident/effects'
import type { Sent } from '../topics/incident/state'
import type { Asking } from '../topics/incident/view'
import { sessionSubject } from './incidentSubjects'

export interface SessionsParts {
  ending: Devices['ending']
  confirmation: Confirmation
  language: () => Language
  /** Hears of the question to the person, and of its end. */
  asks: (asking: Asking | undefined) => void
  log: Log
}

/**
 * Returns the step that ends sessions of other devices, with the run that Devices has. A device that the tenant calls offline is
 * no subject, because the end of its session could not be read back. The person is asked once about all that are to end.
 */
export function sessionsStepOf(parts: SessionsParts): ChoiceStep {
  const { ending, log } = parts
  let listed = new Map<string, SeenDevice>()
  /** The devices of the last question, of which each may be ended once. */
  let agreed = new Set<string>()

  return {
    async list() {
      try {
        const others = await ending.others()
        const offline = others.filter((one) => one.isOnlineTold && !one.online).map(({ deviceId }) => deviceId)
        const may = others.filter(({ deviceId }) => !offline.includes(deviceId))
        listed = new Map(may.map((one) => [one.deviceId, one]))
        return { subjects: may.map(sessionSubject), omitted: offline }
      } catch (error) {
        if (lacksEndpoint(error)) return undefined
        throw error
      }
    },
    async takeAway({ subject, queue, agreed: isWritten }, signal) {
      const device = listed.get(subject.id)
      if (!device) return { how: 'absent' }
      try {
        // A consent that was given before a sign-out is not in what was written since.
        if (!isWritten || !agreed.has(subject.id)) {
          const devices = queue.flatMap(({ id }) => listed.get(id) ?? [])
          if (!(await isAgreed(parts, devices, signal))) return { how: 'declined' }
          agreed = new Set(devices.map(({ deviceId }) => deviceId))
          return { how: 'agreed' }
        }
        agreed.delete(subject.id)
        return sentOf(await ending.endNow('revoke', [device]))
      } catch (error) {
        log('session-not-ended', {}, error)
        return { how: 'refused', failure: toFailure(error) }
      }
    }
  }
}

/** Asks outside of the page whether the sessions of these devices may be ended. A question that was left is a no. */
async function isAgreed(
  { confirmation, language, asks }: SessionsParts,
  devices: readonly SeenDevice[],
  signal: AbortSignal
): Promise<boolean> {
  const by = confirmation.by()
  const text = questionOf(language(), { verb: 'revoke', devices, mayBeHere: false })
  asks({ by })
  try {
    return await confirmation.ask(by, { what: 'devices', text }, (link) => asks({ by, link }), signal)
  } catch (error) {
    if (signal.aborted || (error instanceof AppError && error.code === 'confirmationDeclined')) return false
    throw error
  } finally {
    asks(undefined)
  }
}

function sentOf({ results }: Awaited<ReturnType<Devices['ending']['endNow']>>): Sent {
  const [result] = results
  if (result?.outcome === 'ended') return { how: 'answered' }
  const failure = result?.failure ?? toFailure(new AppError('unexpectedAnswer'))
  return { how: result?.outcome === 'unknown' ? 'doubtful' : 'refused', failure }
}
