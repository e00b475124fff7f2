import type { Scenario } from './app'
import { Campaign, type CampaignOptions, type Run } from './campaign'

const all: readonly Scenario[] = ['signIn', 'refresh', 'enrolment', 'signOut', 'settings']
export const withPin: readonly Scenario[] = ['setPin', 'changePin', 'removePin', 'signIn', 'refresh', 'signOut']

export interface Outcome {
  runs: number
  /** Runs that came to the point of their kill. */
  killed: number
  /** Sessions that only the killed process could have gone on with: answered by the tenant, and stored nowhere. */
  lostInWindow: number
  /** Runs after which something was not as before or as after. */
  broken: Run[]
}

/**
 * Kills the app `runs` times with SIGKILL, spread evenly over the points of every scenario and going round again where there
 * are more runs than points.
 */
export async function killEverywhere(
  runs: number,
  of: readonly Scenario[] = all,
  options: CampaignOptions = {}
): Promise<Outcome> {
  const campaign = await Campaign.start(options)
  try {
    const outcome: Outcome = { runs: 0, killed: 0, lostInWindow: 0, broken: [] }
    for (const scenario of of) {
      const points = await campaign.points(scenario)
      const share = Math.ceil(runs / of.length)
      for (let index = 0; index < share; index++) {
        const step = Math.max(1, points / share)
        const run = await campaign.kill(scenario, 1 + (Math.floor(index * step) % points))
        outcome.runs++
        if (run.killedAt !== undefined) outcome.killed++
        if (run.lostInWindow) outcome.lostInWindow++
        if (run.wrong.length > 0) outcome.broken.push(run)
      }
    }
    return outcome
  } finally {
    await campaign.end()
  }
}
