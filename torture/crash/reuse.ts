import { startApp } from './app'
import { Campaign } from './campaign'

/**
 * Starts the app, lets it sleep and wake up, renews its session and kills it at any step, `lives` times, with access tokens
 * that live a few seconds. Resolves with the number of reused refresh tokens that the tenant saw, and with all other
 * errors.
 */
export async function liveOn(lives: number, pin = false): Promise<{ reuses: number; wrong: string[] }> {
  const campaign = await Campaign.start({ accessTokenTtl: 3, pin })
  const wrong: string[] = []
  try {
    const points = await campaign.points('refresh')
    for (let life = 0; life < lives; life++) {
      const run = await campaign.kill('refresh', 1 + Math.floor(Math.random() * points))
      const { session } = await startApp(await campaign.prepare('refresh'))
      await session.wakeUp()
      await Promise.all([session.tokens.replace(await session.tokens.current()), session.wakeUp()])
      wrong.push(...run.wrong)
    }
    return { reuses: campaign.sandbox.refreshTokenReuses(), wrong }
  } finally {
    await campaign.end()
  }
}
