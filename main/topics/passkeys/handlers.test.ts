import { afterEach, describe, expect, it } from 'vitest'
import type { SandboxOptions } from '../../../sandbox'
import { type Desk, later, signedInDesk } from '../removal/removal.testing'
import { signInAsPerson } from '../../identity/tenant.testing'
import { createPasskeys } from './handlers'

const desks: Desk[] = []
afterEach(() => Promise.all(desks.splice(0).map((desk) => desk.close())))

const lin = 2
const computer = 'rX3mUe0kTzqjVb8oYcW2Lw'
const mobile = 'Jp-7dQ_f4H2sNaZ1gKxE9A'
const path = '/api/v3/webauthn/credentials'

async function start(options: SandboxOptions = {}, now = Date.now) {
  const desk = await signedInDesk(lin, options, now)
  desks.push(desk)
  const { handlers, reset } = createPasskeys(desk)
  const list = async () => await handlers['passkeys:list']()
  return {
    ...desk,
    reset,
    list,
    names: async () => (await list())?.map(({ name }) => name),
    rename: async (credentialId: string, name: string) => await handlers['passkeys:rename']({ credentialId, name }),
    remove: async (credentialId: string) => await handlers['passkeys:remove']({ credentialId }),
    add: async () => await handlers['passkeys:add']()
  }
}

describe('the list of passkeys', () => {
  it('has their names and when they were made', async () => {
    expect(await (await start()).list()).toEqual([
      { credentialId: computer, name: '诊所的电脑', createdAt: Date.parse('2026-03-02T09:14:00.000Z') },
      { credentialId: mobile, name: '手机', createdAt: Date.parse('2026-05-20T18:40:00.000Z') }
    ])
  })

  it.each([
    [
      'a plain list',
      [{ credentialID: 'a', deviceName: 'Key', createdAt: 1_700_000_000_000 }],
      [{ credentialId: 'a', name: 'Key', createdAt: 1_700_000_000_000 }]
    ],
    ['other names', { list: [{ id: 'a', credentialName: 'Key' }] }, [{ credentialId: 'a', name: 'Key' }]],
    ['odd dates', [{ id: 'a', name: null, createdAt: 'yesterday' }], [{ credentialId: 'a' }]],
    ['nothing', null, []],
    ['an empty page', { totalCount: 0, list: null }, []]
  ])('is read from %s', async (_name, value, expected) => {
    const { sandbox, list } = await start()
    sandbox.faults.set(path, { kind: 'data', value })
    expect(await list()).toEqual(expected)
  })

  it.each([
    { kind: 'businessError', statusCode: 404, message: 'no' },
    { kind: 'businessError', statusCode: 501, message: 'no' },
    { kind: 'status', status: 404 },
    { kind: 'status', status: 405 },
    { kind: 'status', status: 401 },
    { kind: 'businessError', statusCode: 401, apiCode: 2020, message: 'no' }
  ] as const)('is absent if the tenant has no passkeys at all, and is not asked for again: %j', async (fault) => {
    const { sandbox, list } = await start()
    sandbox.faults.set(path, fault)
    expect(await list()).toBeUndefined()
    sandbox.requests.clear()
    expect(await list()).toBeUndefined()
    expect(sandbox.requests.length).toBe(0)
  })

  it('is absent while the tenant shows a page in its place', async () => {
    const { sandbox, list } = await start()
    sandbox.faults.set(path, { kind: 'notJson', times: 1 })
    expect(await list()).toBeUndefined()
    expect(await list()).toHaveLength(2)
  })

  it('is asked for again in the next session', async () => {
    const { sandbox, list, reset } = await start()
    sandbox.faults.set(path, { kind: 'status', status: 404, times: 1 })
    expect(await list()).toBeUndefined()
    reset()
    expect(await list()).toHaveLength(2)
  })

  it('does not hide a failure', async () => {
    const { sandbox, list } = await start()
    sandbox.faults.set(path, { kind: 'wrongType' })
    await expect(list()).rejects.toMatchObject({ code: 'unexpectedAnswer' })
  })
})

describe('a passkey', () => {
  it('gets another name', async () => {
    const { rename, names } = await start()
    await rename(mobile, ' New phone ')
    expect(await names()).toEqual(['诊所的电脑', 'New phone'])
  })

  it('goes after a dialog that names it', async () => {
    const { remove, names, dialogs } = await start()
    expect(await remove(mobile)).toEqual({ removed: true })
    expect(dialogs).toMatchObject([{ message: 'Remove this passkey?' }])
    expect(dialogs[0]?.detail).toContain('手机')
    expect(await names()).toEqual(['诊所的电脑'])
  })

  it('stays when the person keeps it', async () => {
    const { remove, calls, answerDialogs } = await start()
    answerDialogs(() => Promise.resolve(false))
    expect(await remove(mobile)).toEqual({ removed: false })
    expect(calls(`${path}/${mobile}`, 'DELETE')).toBe(0)
  })

  it('goes after a fresh sign-in of the same person only, if the last one is long ago', async () => {
    const { remove, names, opened, sandbox, dialogs } = await start({}, later)
    const refused = remove(mobile)
    refused.catch(() => undefined)
    await expect.poll(() => opened).toHaveLength(1)
    await signInAsPerson(sandbox, opened[0] ?? '', 0)
    await expect(refused).rejects.toMatchObject({ code: 'confirmationOtherAccount' })

    const removed = remove(mobile)
    await expect.poll(() => opened).toHaveLength(2)
    await signInAsPerson(sandbox, opened[1] ?? '', lin)
    expect(await removed).toEqual({ removed: true })
    expect(await names()).toEqual(['诊所的电脑'])
    expect(dialogs).toEqual([])
  })

  it('stays if the session ends before the person agreed', async () => {
    const { remove, reset, opened, names } = await start({}, later)
    const left = remove(mobile)
    await expect.poll(() => opened).toHaveLength(1)
    await expect(remove(computer)).rejects.toMatchObject({ code: 'notAllowed' })
    reset()
    expect(await left).toEqual({ removed: false })
    expect(await names()).toHaveLength(2)
  })

  it('is looked for after a lost answer, and its removal is sent once', async () => {
    const { remove, sandbox, calls } = await start()
    sandbox.faults.set(`${path}/${mobile}`, { kind: 'lostAnswer' })
    expect(await remove(mobile)).toEqual({ removed: true })
    sandbox.faults.set(`${path}/${computer}`, { kind: 'reset' })
    await expect(remove(computer)).rejects.toMatchObject({ code: 'unreachable' })
    expect([mobile, computer].map((id) => calls(`${path}/${id}`, 'DELETE'))).toEqual([1, 1])
  })

  it('has its new name if only the answer was lost or odd, and the old one if nothing was done', async () => {
    const { rename, sandbox, calls, names } = await start()
    sandbox.faults.set(`${path}/${mobile}`, { kind: 'lostAnswer' })
    await expect(rename(mobile, ' New phone ')).resolves.toBeUndefined()
    sandbox.faults.set(`${path}/${mobile}`, { kind: 'rewrite', change: (answer) => ({ ...answer, statusCode: 603 }) })
    await expect(rename(mobile, 'Newer phone')).resolves.toBeUndefined()
    sandbox.faults.set(`${path}/${mobile}`, { kind: 'reset' })
    await expect(rename(mobile, 'Newest phone')).rejects.toMatchObject({ code: 'unreachable' })
    expect(calls(`${path}/${mobile}`, 'PUT')).toBe(3)
    expect(await names()).toEqual(['诊所的电脑', 'Newer phone'])
  })

  it.each([400, 409, 422, 499])(
    'is reported as removed, and as renamed, even if %i was answered',
    async (statusCode) => {
      const { rename, remove, sandbox } = await start()
      sandbox.faults.set(`${path}/${mobile}`, { kind: 'rewrite', change: (answer) => ({ ...answer, statusCode }) })
      await expect(rename(mobile, 'New phone')).resolves.toBeUndefined()
      expect(await remove(mobile)).toEqual({ removed: true })
    }
  )

  it('is not reported as removed while it is still listed', async () => {
    const { remove, sandbox } = await start()
    sandbox.faults.set(`${path}/${mobile}`, { kind: 'businessError', statusCode: 200, message: 'ok' })
    await expect(remove(mobile)).rejects.toMatchObject({ code: 'stillListed' })
  })

  it('that is already gone is reported as that', async () => {
    const { remove, sandbox } = await start()
    await expect(remove('gone')).rejects.toMatchObject({ code: 'alreadyRemoved' })
    const answer = { statusCode: 404, message: 'not found' }
    sandbox.faults.set(`${path}/${mobile}`, { kind: 'rewrite', change: () => answer })
    expect(await remove(mobile)).toEqual({ removed: true })
  })

  it.each([
    { kind: 'nullData' },
    { kind: 'notJson' },
    { kind: 'status', status: 404 },
    { kind: 'status', status: 500 }
  ] as const)('is not reported as removed if %j was answered in place of the list', async (fault) => {
    const { remove, sandbox, answerDialogs } = await start()
    sandbox.faults.set(`${path}/${mobile}`, { kind: 'reset' })
    answerDialogs(() => {
      sandbox.faults.set(path, fault)
      return Promise.resolve(true)
    })
    await expect(remove(mobile)).rejects.toMatchObject({ code: 'unreachable' })
  })

  it('may have any id', async () => {
    const { rename, calls } = await start()
    await expect(rename('a/b?c=', 'Key')).rejects.toMatchObject({ code: 'rejected' })
    expect(calls(`${path}/a%2Fb%3Fc%3D`, 'PUT')).toBe(1)
  })

  it('is made on the tenant’s own page', async () => {
    const { add, opened, tenant } = await start()
    await add()
    expect(opened).toEqual([`${tenant.host}/u`])
  })
})
