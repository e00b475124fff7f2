import { afterEach, describe, expect, it, vi } from 'vitest'
import type { ActivityExport, ActivityFilter } from '../../../contract/activity'
import type { SandboxOptions } from '../../../sandbox'
import { type Desk, signedInDesk } from '../removal/removal.testing'
import { events } from '../../../contract'
import { AppError } from '../../ground/errors'
import { activityTopic } from './handlers'

const desks: Desk[] = []
afterEach(async () => {
  vi.useRealTimers()
  await Promise.all(desks.splice(0).map((desk) => desk.close()))
})

const [ada, priya, theo] = [0, 4, 5]
const path = '/api/v3/get-my-login-history'
const all: ActivityFilter = {}

async function open(person: number, options: SandboxOptions = {}) {
  const desk = await signedInDesk(person, options)
  desks.push(desk)
  const told: ActivityExport[] = []
  const written: { name: string; text: string }[] = []
  const place: { choice: 'taken' | 'left'; failure?: Error } = { choice: 'taken' }
  const { handlers, reset } = activityTopic({
    client: desk.client,
    chooseFile: (name) =>
      Promise.resolve(place.choice === 'left' ? undefined : { name, write: (pieces) => write(name, pieces) }),
    tell: (event, state) => told.push(events[event].parse(state) as ActivityExport)
  })
  function write(name: string, pieces: Iterable<string>): Promise<void> {
    if (place.failure) return Promise.reject(place.failure)
    written.push({ name, text: Array.from(pieces).join('') })
    return Promise.resolve()
  }
  const read = async (from = 0, count = 50, filter = all) => await handlers['activity:read']({ filter, from, count })
  const readOlder = async (filter = all) => await handlers['activity:readOlder']({ filter })
  async function walk(filter = all) {
    let progress = await read(0, 1, filter)
    while (!progress.complete) progress = { ...progress, ...(await readOlder(filter)) }
    return progress
  }
  return {
    ...desk,
    reset: () => reset?.(),
    told,
    written,
    place,
    save: async (filter = all) => await handlers['activity:export']({ filter, format: 'json' }),
    cancel: async (id: string) => await handlers['activity:cancelExport']({ id }),
    ended: () => expect.poll(() => told.at(-1)?.phase).not.toBe('running'),
    walk,
    read,
    readOlder,
    countNewer: async () => (await handlers['activity:countNewer']({ filter: all })).newer,
    takeNewer: async () => await handlers['activity:takeNewer']({ filter: all }),
    readBurst: async (index: number, from = 0) =>
      (await handlers['activity:readBurst']({ filter: all, index, from })).items,
    find: async (text: string, kinds: number[] = []) => await handlers['activity:find']({ filter: all, text, kinds }),
    readKinds: async () => await handlers['activity:readKinds']({ filter: all })
  }
}

describe('the list of sign-ins', () => {
  it('begins with one request, and tells how many there are', async () => {
    const { read, calls } = await open(ada)
    const { items, total, complete } = await read()
    expect(calls(path, 'GET')).toBe(1)
    expect(total).toBe(262)
    expect(complete).toBe(false)
    expect(items[0]).toMatchObject({
      index: 0,
      signIn: { success: true, app: 'Fernhill Clinic', method: 'PASSWORD', address: '127.0.0.1', countryCode: 'ES' }
    })
    expect(items[1]?.newerAt).toBe(items[0]?.signIn.at)
  })

  it('shows what is known without asking again', async () => {
    const { read, calls } = await open(ada)
    await read()
    await read(10, 5)
    expect(calls(path, 'GET')).toBe(1)
  })

  it('folds a burst of wrong passwords, and opens it on demand', async () => {
    const { walk, read, readBurst } = await open(ada)
    await walk()
    const { items } = await read(0, 200)
    const burst = items.find((entry) => entry.burst)
    expect(burst?.burst).toMatchObject({ count: 41, addresses: 3, countries: 1 })
    const rows = await readBurst(burst?.index ?? -1)
    expect(rows).toHaveLength(41)
    expect(rows.every(({ success }) => !success)).toBe(true)
    expect(rows.at(-1)?.at).toBe(burst?.burst?.since)
  })

  it(
    'holds each of 100,000 sign-ins once, at a tenant that refuses to count beyond 10,000',
    { timeout: 120_000 },
    async () => {
      const { walk, sandbox } = await open(priya, { deepPages: 'refused' })
      const { signIns, total, unreadable } = await walk()
      expect({ signIns, total, unreadable }).toEqual({ signIns: 100_001, total: 100_001, unreadable: 0 })
      const pages = sandbox.requests.flatMap(({ query = '' }) => new URLSearchParams(query).get('page') ?? [])
      expect(Math.max(...pages.map(Number))).toBeLessThan(10)
    }
  )

  it('applies its filters at the tenant', async () => {
    const { walk, read, sandbox } = await open(ada)
    const refused: ActivityFilter = { result: 'refused' }
    await walk(refused)
    expect((await read(0, 200, refused)).items.every(({ signIn }) => !signIn.success)).toBe(true)
    const [{ signIn } = { signIn: undefined }] = (await read(0, 1, refused)).items
    const narrow: ActivityFilter = { appId: signIn?.appId, address: signIn?.address, since: 1 }
    const { items } = await read(0, 200, narrow)
    expect(items.every((one) => one.signIn.appId === signIn?.appId && one.signIn.address === signIn?.address)).toBe(
      true
    )
    expect(sandbox.requests.at(-1)?.query).toContain('start=1')
  })

  it('fails with the reason, and goes on from where it was', async () => {
    const { read, readOlder, sandbox } = await open(ada)
    const before = await read()
    sandbox.faults.set(path, { kind: 'businessError', statusCode: 403, message: 'no' })
    await expect(readOlder()).rejects.toMatchObject({ code: 'rejected' })
    sandbox.faults.clear()
    expect((await readOlder()).signIns).toBeGreaterThan(before.signIns)
  })

  it('answers the request for older sign-ins with the entries that they add', async () => {
    const { read, readOlder } = await open(ada)
    const { entries: known } = await read(0, 1)
    const { entries, items } = await readOlder()
    expect(entries).toBeGreaterThan(known)
    expect(items).toEqual((await read(known, 200)).items)
    expect(items).toHaveLength(entries - known)
  })

  it('says how many rows had no time, and shows the others', async () => {
    const { read, sandbox } = await open(ada)
    const row = { loginAt: '2026-11-01T10:00:00.000Z', success: true, parsedUserAgent: { name: 'Edge' } }
    const list = [row, { ...row, loginAt: 'soon' }, { ...row, loginAt: 8.64e15 + 1 }]
    sandbox.faults.set(path, { kind: 'data', value: { totalCount: 3, list } })
    const { items, unreadable, complete } = await read()
    expect(items.map(({ signIn }) => signIn.browser)).toEqual(['Edge'])
    expect({ unreadable, complete }).toEqual({ unreadable: 2, complete: true })
  })

  it('is forgotten with the session', async () => {
    const { read, reset, calls } = await open(ada)
    await read()
    reset()
    await read()
    expect(calls(path, 'GET')).toBe(2)
  })
})

describe('newer sign-ins', () => {
  it('are counted while the list stays as it is, and come to its head when they are taken', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() })
    const { read, countNewer, takeNewer } = await open(theo)
    const before = await read()
    expect(await countNewer()).toBe(0)
    vi.setSystemTime(Date.now() + 61_000)
    expect(await countNewer()).toBe(3)
    expect((await read()).items).toEqual(before.items)
    const after = await takeNewer()
    expect(after.signIns).toBe(before.signIns + 3)
    expect((await read()).items[0]?.signIn).toMatchObject({ success: false, countryCode: 'BR' })
    expect(await countNewer()).toBe(0)
  })
})

describe('a search', () => {
  it('looks through what is known, in every field, and says how far that is', async () => {
    const { read, readOlder, find, walk } = await open(ada)
    await read()
    const first = await find('são paulo')
    expect(first).toMatchObject({ complete: false, searched: (await read()).signIns })
    await readOlder()
    await walk()
    const whole = await find('SÃO PAULO')
    expect(whole.complete).toBe(true)
    const [index = -1] = whole.indexes
    expect((await read(index, 1)).items[0]?.burst?.count).toBe(41)
    expect((await find('no such word')).indexes).toEqual([])
  })

  it('finds every entry of the kinds whose words the window knows', async () => {
    const { read, find, walk, readKinds } = await open(ada)
    await walk()
    const kinds = await readKinds()
    const brazil = kinds.findIndex(({ column, example }) => column === 'place' && example.countryCode === 'BR')
    const { items } = await read(0, 200)
    const expected = items.filter(({ signIn }) => signIn.countryCode === 'BR').map(({ index }) => index)
    expect(expected).not.toEqual([])
    expect((await find('巴西', [brazil])).indexes).toEqual(expected)
    expect((await find('巴西')).indexes).toEqual([])
  })
})

describe('an export', () => {
  it('reads what is not known yet, and writes all of it', async () => {
    const { save, ended, told, written } = await open(ada)
    await save()
    await ended()
    expect(told.at(-1)).toMatchObject({ phase: 'finished', result: { signIns: 262 } })
    const [{ name, text } = { name: '', text: '{}' }] = written
    expect(name).toMatch(/^sign-ins-\d{4}-\d\d-\d\d\.json$/)
    expect(JSON.parse(text)).toMatchObject({ rows: 262 })
  })

  it('holds what the filter lets through', async () => {
    const { save, ended, written } = await open(ada)
    await save({ result: 'refused' })
    await ended()
    const [{ text } = { text: '{}' }] = written
    expect(text).toContain('"result": "refused"')
    expect(text).not.toContain('"success":true')
  })

  it('does not begin if the person chooses no place', async () => {
    const { save, place, told } = await open(ada)
    place.choice = 'left'
    expect(await save()).toBeUndefined()
    expect(told).toEqual([])
  })

  it('tells how far it is, writes nothing once it is cancelled, and can be begun again', async () => {
    const { save, cancel, ended, told, written } = await open(priya)
    const begun = await save()
    await expect.poll(() => told.some((state) => state.phase === 'running' && state.total === 100_001)).toBe(true)
    await cancel(begun?.id ?? '')
    await ended()
    expect(told.at(-1)?.phase).toBe('cancelled')
    expect(written).toEqual([])
    expect(await save({ since: Date.now() - 86_400_000 })).toBeDefined()
    await ended()
    expect(written).toHaveLength(1)
  })

  it('fails with the reason, whether the tenant or the disk is at fault', async () => {
    const { save, ended, told, place, sandbox } = await open(ada)
    sandbox.faults.set(path, { kind: 'businessError', statusCode: 403, message: 'no' })
    await save()
    await ended()
    expect(told.at(-1)).toMatchObject({ phase: 'failed', failure: { code: 'rejected' } })
    sandbox.faults.clear()
    place.failure = new AppError('fileNotWritten')
    await save()
    await expect.poll(() => told.at(-1)).toMatchObject({ phase: 'failed', failure: { code: 'fileNotWritten' } })
  })

  it('ends with the session', async () => {
    const { save, reset, told, written } = await open(priya)
    await save()
    reset()
    await expect.poll(() => told.at(-1)?.phase).toBe('none')
    expect(written).toEqual([])
  })
})
