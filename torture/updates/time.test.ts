import { afterAll, beforeAll, expect, it } from 'vitest'
import { look } from '../../main/topics/updates/updates.testing'
import { newSigners, rotate } from '../../packaging/repository/repository.testing'
import { triesOf } from '../attack'
import { openStage, type Stage, tryAll, versions } from './stage'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

it('does no lasting harm where the clock is a year ahead, or a year back', async () => {
  await tryAll('updateClock', [366, -366, 3_650, -3_650], async (days) => {
    if (days > 0) {
      await stage.expectRefused('updateExpired', { now: stage.later(days) })
      return
    }
    for (const name of ['seen', `back-${days}`]) {
      const early = stage.client({ name, now: () => stage.later(days) })
      expect(await look(early)).toMatchObject({ version: versions.newest })
      expect(await look(stage.client({ name }))).toMatchObject({ version: versions.newest })
    }
  })
})

it('follows the publisher at its first start, however many keys have come and gone since it was packaged', async () => {
  const rotations = Math.ceil(triesOf('updateLater') / 2)
  for (let rotation = 0; rotation < rotations; rotation++) {
    const before = stage.signers
    stage.now = stage.later(300)
    stage.signers = newSigners()
    await rotate(stage.folder, stage.signers, before.root.slice(1), stage.now)
  }
  await stage.publish('2.0.0')
  await tryAll('updateLater', ['fresh', 'seen'], async (name, index) => {
    const client = stage.client({ name: name === 'seen' ? name : `first-${index}` })
    expect(await look(client)).toMatchObject({ version: '2.0.0' })
  })
})
