import { expect, it } from 'vitest'
import { record, triesOf } from '../attack'
import { type Broken, UpdateCampaign } from './campaign'

it('killed at every step and at any moment of an installation, an app starts, and the next installation heals', async () => {
  const campaign = await UpdateCampaign.start()
  try {
    const measured = await campaign.measure()
    const { steps } = measured
    let { ms } = measured
    const tries = triesOf('crashUpdate')
    const broken: Broken[] = []
    let killed = 0
    for (let index = 0; killed < tries && index < 3 * tries; index++) {
      // Every second kill comes at one of our steps, the others at any moment, because tar has its own steps.
      const share = (index * 0.618) % 1
      const kill = index % 2 === 0 ? { step: 1 + Math.floor(share * steps) } : { ms: share * ms }
      const outcome = await campaign.kill(kill)
      // The installation ended before the kill, so this computer is faster than measured.
      if (!outcome) {
        ms *= 0.95
        continue
      }
      killed++
      if (outcome.wrong.length > 0) broken.push(outcome)
    }
    record('crashUpdate', killed, broken.length === 0)
    expect(broken).toEqual([])
    expect(killed).toBe(tries)
  } finally {
    await campaign.end()
  }
}, 3_600_000)

it('a disk that is full at any point is reported, nothing half stays, and the previous version starts', async () => {
  const campaign = await UpdateCampaign.start()
  try {
    const outcomes = new Set<string>()
    for (let room = 760; room <= 1_800; room += 160) {
      const { outcome, started, files } = await campaign.fill(room)
      outcomes.add(/^\d+$/.test(outcome) ? 'installed' : outcome)
      const version = /^\d+$/.test(outcome) ? '0.2.0' : '0.1.0'
      expect({ room, started }).toEqual({ room, started: version })
      expect({ room, left: files.filter((name) => /partial|gz|tmp/.test(name)) }).toEqual({ room, left: [] })
    }
    expect([...outcomes].sort()).toEqual(['installed', 'updateNotWritten'])
  } finally {
    await campaign.end()
  }
})
