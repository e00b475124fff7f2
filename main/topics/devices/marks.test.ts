import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TenantDevice } from '../../tenant/devices'
import { marksOf, type OwnFacts, type PastSignIn } from './marks'

const noon = Date.UTC(2026, 10, 20, 12)
const minute = 60_000
const ip = '198.51.100.7'

const device = (deviceId: string, facts: Partial<TenantDevice> = {}): TenantDevice => ({
  deviceId,
  type: 'Browser',
  name: 'firefox/146.0',
  version: undefined,
  model: undefined,
  system: 'Linux',
  userAgent: undefined,
  status: 'activated',
  lastLoginAt: noon - 40_000,
  lastAddress: ip,
  online: true,
  ...facts
})
const row = (facts: Partial<PastSignIn> = {}): PastSignIn => ({
  at: noon - 41_000,
  address: ip,
  system: 'Linux',
  ...facts
})
const own = (facts: Partial<OwnFacts> = {}): OwnFacts => ({
  ids: new Set(),
  system: 'Linux',
  signedInAt: noon,
  history: [row()],
  ...facts
})
const marked = (devices: TenantDevice[], facts: Partial<OwnFacts> = {}) =>
  Object.fromEntries(marksOf(devices, own(facts)))

describe('a device', () => {
  it('is this computer if the tenant lists an id that we gave, whatever else it says', () => {
    const odd = device('ours', { system: 'Windows', lastAddress: undefined, lastLoginAt: undefined })
    expect(marked([odd, device('other', { lastAddress: 'x' })], { ids: new Set(['ours']) })).toEqual({
      ours: { kind: 'here' }
    })
  })

  it('is probably the browser if system, time and the address in the history agree, and says by which facts', () => {
    expect(marked([device('b')])).toEqual({ b: { kind: 'browser', system: 'Linux', address: ip, apartMs: 40_000 } })
  })

  it.each<[string, Partial<TenantDevice>]>([
    ['another system', { system: 'Windows' }],
    ['a system that nobody knows', { system: undefined }],
    ['another address', { lastAddress: '198.51.100.8' }],
    ['no address', { lastAddress: undefined }],
    ['a sign-in long before ours', { lastLoginAt: noon - 6 * minute }],
    ['a sign-in long after ours', { lastLoginAt: noon + 6 * minute }],
    ['no time', { lastLoginAt: undefined }],
    ['being a phone', { type: 'Mobile' }],
    ['being a program', { type: 'Desktop' }]
  ])('has no mark with %s', (_what, facts) => {
    expect(marked([device('b', facts)])).toEqual({})
  })

  it.each<[string, Partial<OwnFacts>]>([
    ['the history could not be read', { history: [] }],
    ['our own sign-in is not known', { signedInAt: undefined }],
    ['the history has no address', { history: [row({ address: undefined })] }],
    ['the sign-in of the history came from another system', { history: [row({ system: 'iOS' })] }],
    ['the sign-in of the history is another one', { history: [row({ at: noon - 10 * minute })] }]
  ])('has no mark if %s', (_what, facts) => {
    expect(marked([device('b')], facts)).toEqual({})
  })

  it('is taken for the browser only if it is the nearest of several, and never twice', () => {
    const far = device('far', { lastLoginAt: noon - 3 * minute })
    expect(Object.keys(marked([far, device('near'), device('farther', { lastLoginAt: noon + 4 * minute })]))).toEqual([
      'near'
    ])
  })

  it('with a mark is ours by id, or unique, whatever a tenant lists', () => {
    const anyDevice = fc
      .record({
        deviceId: fc.constantFrom('a', 'b', 'c', 'ours'),
        type: fc.constantFrom('Browser' as const, 'Mobile' as const, undefined),
        system: fc.constantFrom('Linux', 'Windows', undefined),
        lastAddress: fc.constantFrom(ip, 'x', undefined),
        lastLoginAt: fc.option(fc.integer({ min: noon - 20 * minute, max: noon + 20 * minute }), { nil: undefined })
      })
      .map(({ deviceId, ...facts }) => device(deviceId, facts))
    fc.assert(
      fc.property(fc.uniqueArray(anyDevice, { selector: ({ deviceId }) => deviceId }), (devices) => {
        const marks = marksOf(devices, own({ ids: new Set(['ours']) }))
        const browsers = [...marks].filter(([, { kind }]) => kind === 'browser')
        expect(browsers.length).toBeLessThanOrEqual(1)
        for (const [id, { kind }] of marks) expect(kind === 'here').toBe(id === 'ours')
        for (const [id] of browsers) {
          expect(devices.find(({ deviceId }) => deviceId === id)).toMatchObject({ system: 'Linux', lastAddress: ip })
        }
      })
    )
  })
})
