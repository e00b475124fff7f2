import type { Scenario } from './app'
import { Campaign, type CampaignOptions, type Run } from './campaign'

const all: readonly Scenario[] = ['signIn', 'refresh', 'enrolment', 'signOut', 'settings']
export const withPin: readonly Scenario[] = ['setPin', 'changePin', 'removePin', 'signIn', 'refresh', 'signOut']

export interface Outcome {
  runs: number
  /** The number of points in each scenario at which a kill can come. */
  points: Map<string, number>
  /** The number of runs that reached the point of their kill. */
  killed: number
  /**
   * The number of sessions that only the killed process could have continued: the tenant had answered, and nothing was
   * stored.
   */
  lostInWindow: number
  /** The runs after which something was neither as before nor as after. */
  broken: Run[]
}

/**
 * Returns the scenarios that have fewer points than expected. The app's work creates the points, so a change of the code
 * could lose some without a failing test. A few depend on parallel work, so the expected numbers are the lowest seen.
 */
export const withFewerPoints = ({ points }: Outcome, least: Record<string, number>): string[] =>
  Object.keys(least).filter((scenario) => (points.get(scenario) ?? 0) < (least[scenario] ?? 0))

/**
 * Kills the app `runs` times with SIGKILL, spread evenly over the points of every scenario. Starts over if there are more
 * runs than points.
 */
export async function killEverywhere(
  runs: number,
  of: readonly Scenario[] = all,
  options: CampaignOptions = {}
): Promise<Outcome> {
  const campaign = await Campaign.start(options)
  try {
    const outcome: Outcome = { runs: 0, points: new Map(), killed: 0, lostInWindow: 0, broken: [] }
    for (const scenario of of) {
      const points = await campaign.points(scenario)
      outcome.points.set(scenario, points)
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
