import { startApp } from './app'
import { Campaign } from './campaign'

/**
 * Starts the app, lets it sleep and wake up, renews its session and kills it at any step, again and again for so many ms, with
 * access tokens of a few seconds. Gives how often that was, and how often the tenant saw a refresh token a second time.
 */
export async function liveOn(duration: number): Promise<{ lives: number; reuses: number; wrong: string[] }> {
  const campaign = await Campaign.start({ accessTokenTtl: 3 })
  const wrong: string[] = []
  let lives = 0
  try {
    const points = await campaign.points('refresh')
    const until = performance.now() + duration
    while (performance.now() < until) {
      const run = await campaign.kill('refresh', 1 + Math.floor(Math.random() * points))
      const { session } = await startApp(await campaign.prepare('refresh'))
      await session.wakeUp()
      await Promise.all([session.tokens.replace(await session.tokens.current()), session.wakeUp()])
      wrong.push(...run.wrong)
      lives++
    }
    return { lives, reuses: campaign.sandbox.refreshTokenReuses(), wrong }
  } finally {
    await campaign.end()
  }
}

/** The row for the table. `HOLDFAST_REUSE_MINUTES` sets how long, 5 unless told; 60 is the hour. */
export async function reuseAttack(
  record: (row: { attack: string; tries: number; held: boolean }) => void
): Promise<void> {
  const { lives, reuses, wrong } = await liveOn(Number(process.env['HOLDFAST_REUSE_MINUTES'] ?? 5) * 60_000)
  record({
    attack: `start, sleep, wake up, renew and kill: refresh tokens seen twice by the tenant (${reuses})`,
    tries: lives,
    held: reuses === 0 && wrong.length === 0
  })
}
