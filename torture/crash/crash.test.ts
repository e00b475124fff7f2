import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { keychainOf, profileOf, startApp } from './app'
import { standardCost } from '../../main/topics/lock/wrappedKey'
import { killEverywhere, withFewerPoints, withPin } from './attack'
import { record, triesOf } from '../attack'
import { Campaign } from './campaign'
import leastPoints from './points.json'
import { liveOn } from './reuse'

it('killed anywhere, the next start finds the old or the new state whole, and the tenant sees no token twice', async () => {
  const outcome = await killEverywhere(triesOf('crash'))
  const { broken, killed, runs } = outcome
  record('crash', runs, broken.length === 0)
  expect(broken).toEqual([])
  expect(killed).toBeGreaterThan(runs * 0.8)
  expect(withFewerPoints(outcome, leastPoints.withoutPin)).toEqual([])
})

it('killed anywhere with a PIN set, changed or removed, everything opens with one PIN, and is sealed as it has to be', async () => {
  const outcome = await killEverywhere(triesOf('crashPin'), withPin, { pin: true })
  const { broken, killed, runs } = outcome
  record('crashPin', runs, broken.length === 0)
  expect(broken).toEqual([])
  expect(killed).toBeGreaterThan(runs * 0.8)
  expect(withFewerPoints(outcome, leastPoints.withPin)).toEqual([])
})

it('killed while a PIN is set, changed or removed at full cost, everything opens with one PIN', async () => {
  const { broken, runs } = await killEverywhere(triesOf('crashPinCost'), ['setPin', 'changePin', 'removePin'], {
    cost: standardCost
  })
  record('crashPinCost', runs, broken.length === 0)
  expect(broken).toEqual([])
})

it('killed while an account is taken back, the next start goes on to the same end, and tells each change once', async () => {
  const { broken, killed, runs } = await killEverywhere(triesOf('crashIncident'), ['incident'])
  record('crashIncident', runs, broken.length === 0)
  expect(broken).toEqual([])
  expect(killed).toBeGreaterThan(runs * 0.8)
})

it('over many lives with a PIN set, the tenant sees no refresh token twice', async () => {
  const lives = triesOf('reusePin')
  const { reuses, wrong } = await liveOn(lives, true)
  record('reusePin', lives, reuses === 0 && wrong.length === 0)
  expect({ reuses, wrong }).toEqual({ reuses: 0, wrong: [] })
})

it('over many lives, the tenant sees no refresh token twice', async () => {
  const lives = triesOf('reuse')
  const { reuses, wrong } = await liveOn(lives)
  record('reuse', lives, reuses === 0 && wrong.length === 0)
  expect({ reuses, wrong }).toEqual({ reuses: 0, wrong: [] })
})

it('two processes that renew one session at the same time keep it, and the tenant sees no token twice', async () => {
  const campaign = await Campaign.start()
  try {
    for (let round = 0; round < 5; round++) {
      const done = { outcome: 'done', state: 'signedIn' }
      expect(await campaign.atOnce('refresh')).toEqual([done, done])
    }
    expect(campaign.sandbox.refreshTokenReuses()).toBe(0)
    const { session } = await startApp(await campaign.prepare('refresh'))
    await session.tokens.replace(await session.tokens.current())
    expect(session.state().phase).toBe('signedIn')
  } finally {
    await campaign.end()
  }
})

describe('the app survives', () => {
  let campaign: Campaign
  beforeAll(async () => {
    campaign = await Campaign.start()
  }, 60_000)
  afterAll(() => campaign.end())

  describe.each(['full', 'readOnly'] as const)('a disk that is %s', (disk) => {
    it.each(['signIn', 'refresh', 'enrolment'] as const)(
      'during %s, and is signed in at the end',
      async (scenario) => {
        const { outcome, state } = await campaign.onDisk(disk, scenario)
        expect({ outcome, state }).toEqual({ outcome: 'done', state: 'signedIn' })
      },
      60_000
    )

    it('during signOut, and is signed out at the end', async () => {
      const { outcome, state } = await campaign.onDisk(disk, 'signOut')
      expect({ outcome, state }).toEqual({ outcome: 'done', state: 'signedOut' })
    }, 60_000)

    it('during a change of the settings, and says that they are not stored', async () => {
      const { outcome, state } = await campaign.onDisk(disk, 'settings')
      expect(outcome).toMatch(/ENOSPC|EROFS|no space|read-only/)
      expect(state).toBe('signedIn')
    }, 60_000)
  })

  const garbage = {
    'an empty file': '',
    'random bytes': Buffer.from([0, 159, 146, 150, 255, 1, 2, 3]),
    'other JSON': '[1]',
    'JSON of a later version': '{"v":99}'
  }
  const files = ['session.json', 'settings.json', 'factors.json', 'session.json.lock']
  it.each(Object.entries(garbage).flatMap(([what, content]) => files.map((name) => [what, name, content] as const)))(
    '%s in %s',
    async (_what, name, content) => {
      const place = await campaign.prepare('refresh')
      await writeFile(join(profileOf(place), name), content)
      const app = await startApp(place)
      expect(app.session.state()).toEqual({ phase: 'signedIn', keptIn: 'keychain' })
      await app.session.tokens.replace(await app.session.tokens.current())
      expect(await app.handlers['factors:listEnrolled'](undefined)).toBeInstanceOf(Array)
      await app.settings.change({ theme: 'dark' })
      await app.session.settled()
      expect(campaign.sandbox.refreshTokenReuses()).toBe(0)
      expect((await startApp(place)).session.state()).toEqual({ phase: 'signedIn', keptIn: 'keychain' })
    },
    60_000
  )

  it.each(Object.entries(garbage))(
    '%s in its keychain, and says that it cannot be read',
    async (_what, content) => {
      const place = await campaign.prepare('refresh')
      await writeFile(join(keychainOf(place), 'head'), content)
      expect((await startApp(place)).session.state()).toMatchObject({
        phase: 'keychainUnreadable',
        failure: { code: 'keychainDamaged' }
      })
      campaign.leave()
    },
    60_000
  )
})
