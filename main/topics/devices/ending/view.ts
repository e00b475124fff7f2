import type { DeviceEnding } from '../../../../contract/devices'
import type { Run } from './state'

/** Returns the view of a run for the window. */
export function viewOf(run: Run): DeviceEnding {
  if (run.phase === 'none') return run
  const { verb, devices, outcomes } = run
  if (run.phase === 'running') {
    const { stage, stopping, queue } = run
    // In the second round everything else has its outcome already.
    const done = devices.length - queue.length
    return { phase: 'running', verb, done, total: devices.length, stopping, checking: stage !== 'sending' }
  }
  const results = devices.map((device) => {
    const { outcome, failure } = outcomes.get(device.deviceId) ?? { outcome: 'unknown' }
    return { device, outcome: outcome === 'lost' ? 'unknown' : outcome, failure } as const
  })
  return { phase: 'done', verb, results, still: run.still, triedAgain: run.round === 2, at: run.at }
}
