import { describe, expect, it } from 'vitest'
import { AppError } from '../ground/errors'
import type { HearId } from './client'
import type { Operation } from './endpoint'
import { listDevices, readDevices, revokeDeviceSession, unbindDevice } from './devices'

const read = (data: unknown): unknown => listDevices(1).data.safeParse(data).data
const row = (deviceId: unknown, facts: object = {}, rest: object = {}) => ({ device: { deviceId, ...facts }, ...rest })
const many = (count: number, from = 0) => Array.from({ length: count }, (_, index) => row(`d${from + index}`))

/** Returns a client of a tenant that gives these pages, and the pages that were asked for. */
function pages(give: (page: number) => unknown) {
  const asked: number[] = []
  const call = <Data>({ path, data }: Operation<Data>, _signal?: AbortSignal, hearId?: HearId): Promise<Data> => {
    const page = Number(new URLSearchParams(path.split('?')[1]).get('page'))
    asked.push(page)
    hearId?.(`answer ${page}`)
    return Promise.resolve().then(() => data.parse(give(page)))
  }
  return { asked, read: () => readDevices({ call }) }
}

it('asks as the vendor documents it', () => {
  expect([listDevices(2), revokeDeviceSession, unbindDevice].map(({ method, path }) => `${method} ${path}`)).toEqual([
    'GET /api/v3/mydevices/list?page=2&limit=50',
    'POST /api/v3/mydevices/revoke-session',
    'POST /api/v3/mydevices/unbind'
  ])
})

describe('a device', () => {
  it('has each field that can be read, whatever the others are', () => {
    const device = {
      type: 'Mobile',
      name: 'iPhone\u202e',
      version: null,
      mod: 7,
      os: 'iOS 26',
      userAgent: 'Mozilla/5.0',
      status: 'suspended',
      secret: 'x'
    }
    const rest = { lastLoginTime: '2026-11-28T12:00:00.000Z', lastIp: '198.51.100.7', online: 'true' }
    expect(read([row('a', device, rest)])).toEqual({
      length: 1,
      rows: [
        {
          deviceId: 'a',
          type: 'Mobile',
          name: 'iPhone',
          version: undefined,
          model: undefined,
          system: 'iOS 26',
          userAgent: 'Mozilla/5.0',
          status: 'suspended',
          lastLoginAt: Date.UTC(2026, 10, 28, 12),
          lastAddress: '198.51.100.7',
          online: true
        }
      ]
    })
    const odd = row('a', { type: 'Toaster', status: 'napping' }, { lastLoginTime: 'soon', online: 'maybe' })
    expect(read([odd])).toMatchObject({
      rows: [{ type: undefined, status: undefined, lastLoginAt: undefined, online: undefined }]
    })
  })

  it.each([
    [true, true],
    [1, true],
    ['1', true],
    ['true', true],
    [false, false],
    [0, false],
    ['0', false],
    ['false', false],
    [null, undefined],
    [2, undefined],
    ['maybe', undefined],
    [undefined, undefined]
  ])('that is called online with %j is online: %j', (word, online) => {
    expect(read([row('a', {}, { online: word })])).toMatchObject({ rows: [{ online }] })
  })

  it('was last used when the tenant says, in s too', () => {
    const rest = { lastLoginTime: Date.UTC(2026, 10, 28, 12) / 1_000 }
    expect(read([row('a', {}, rest)])).toMatchObject({ rows: [{ lastLoginAt: Date.UTC(2026, 10, 28, 12) }] })
  })

  it('may come alone, in a page or not at all, and one without an id is counted', () => {
    const one = { length: 1, rows: [{ deviceId: 'a' }] }
    expect(read(row('a'))).toMatchObject(one)
    expect(read({ totalCount: 1, list: [row('a')] })).toMatchObject(one)
    expect(read(null)).toEqual({ length: 0, rows: [] })
    expect(read(many(1_001))).toMatchObject({ length: 1_000 })
    expect(read([row('a'), row(''), row('x'.repeat(257)), 'x', null])).toMatchObject({ ...one, length: 5 })
    for (const wrong of ['x', undefined, 7]) expect(read(wrong)).toBeUndefined()
  })
})

describe('the list of devices', () => {
  it('ends with a small page, or with an empty one behind a full one', async () => {
    const small = pages((page) => (page === 1 ? many(50) : many(3, 50)))
    expect(await small.read()).toMatchObject({ complete: true, devices: { length: 53 } })
    const full = pages((page) => (page === 1 ? many(50) : []))
    expect(await full.read()).toMatchObject({ complete: true, devices: { length: 50 } })
    expect([small.asked, full.asked]).toEqual([
      [1, 2],
      [1, 2]
    ])
  })

  it('tells of each device the answer that lists it first', async () => {
    const { read: all } = pages((page) => (page === 1 ? many(50) : many(2, 49)))
    const { devices } = await all()
    expect(devices.map(({ requestId }) => requestId).slice(48)).toEqual(['answer 1', 'answer 1', 'answer 2'])
  })

  it('is read whole from a server that gives fewer rows than it was asked for', async () => {
    const { read: all } = pages((page) => (page < 4 ? many(10, page * 10) : many(2, 40)))
    expect(await all()).toMatchObject({ complete: true, devices: { length: 32 } })
  })

  it('is read from a server that sends all rows at once, and from one that has no page behind the last', async () => {
    const whole = pages((page) => (page === 1 ? many(405) : []))
    expect(await whole.read()).toMatchObject({ complete: true, devices: { length: 405 } })
    const strict = pages((page) => {
      if (page > 1) throw new AppError('rejected', { status: 404 })
      return many(20)
    })
    expect(await strict.read()).toMatchObject({ complete: true, devices: { length: 20 } })
    const lacking = pages(() => {
      throw new AppError('rejected', { status: 404 })
    })
    await expect(lacking.read()).rejects.toMatchObject({ facts: { status: 404 } })
  })

  it('has each device once, from a server that repeats rows or ignores the page', async () => {
    const { asked, read: all } = pages(() => many(50))
    expect(await all()).toMatchObject({ complete: true, devices: { length: 50 } })
    expect(asked).toEqual([1, 2])
  })

  it('has a limit if it does not end, and says so', async () => {
    const { asked, read: all } = pages((page) => many(50, page * 50))
    expect(await all()).toMatchObject({ complete: false, devices: { length: 1_000 } })
    expect(asked).toHaveLength(20)
    const odd = pages(() => Array.from({ length: 50 }, () => 'odd'))
    expect(await odd.read()).toEqual({ complete: false, devices: [], unreadable: 1_000 })
  })
})
