import { describe, expect, it, vi } from 'vitest'
import { ada, devicesDesk, omar, revokePath } from './devices.testing'
import { later } from '../removal/removal.testing'

const listPath = '/api/v3/mydevices/list'
const signedIn = { id: 'ours', others: [], reported: true }
const desktop = { deviceUniqueId: 'ours', type: 'Desktop', name: 'Holdfast on Linux', os: 'Linux' }

describe('the list of devices', () => {
  it('shows look-alikes together, newest first, and one that an administrator suspended apart', async () => {
    const { list } = await devicesDesk()
    const { yours, others, complete, unreadable } = await list()
    expect([yours, complete, unreadable]).toEqual([[], true, 0])
    expect(others.map((group) => [group.length, group[0]?.browser, group[0]?.system, group[0]?.status])).toEqual([
      [1, 'Chrome', 'Linux', 'activated'],
      [1, 'Safari', 'iOS', 'activated'],
      [6, 'Chrome', 'Windows', 'activated'],
      [1, undefined, 'Android', 'activated'],
      [1, 'Firefox', 'macOS', 'suspended']
    ])
    expect(others[2]?.map(({ unused }) => unused)).toEqual([false, false, false, false, false, true])
  })

  it('marks this computer by its id, and the browser by the history of sign-ins', async () => {
    const { list, own, client, ownDevice } = await devicesDesk()
    await ownDevice.signedIn('ours', Date.now())
    expect(own.value()).toMatchObject({ id: 'ours', reported: true })
    const { yours } = await list()
    expect(yours.map(({ mark, name, browser }) => [mark?.kind, name ?? browser])).toEqual([
      ['here', 'Holdfast on Linux'],
      ['browser', 'chrome/1.0']
    ])
    expect(yours[1]?.mark).toMatchObject({ address: '127.0.0.1', system: 'Linux' })
    await own.change((record) => ({ ...record, signedInAt: Date.now() - 3_600_000 }))
    expect((await list()).yours.map(({ mark }) => mark?.kind)).toEqual(['here'])
    expect(client.clockError()).toBeDefined()
  })

  it('marks no browser if the history cannot be read, and is there all the same', async () => {
    const { list, own, sandbox } = await devicesDesk()
    await own.change(() => ({ ...signedIn, signedInAt: Date.now() }))
    sandbox.faults.set('/api/v3/get-my-login-history', { kind: 'status', status: 502 })
    const { yours, others } = await list()
    expect([yours.length, others.length]).toEqual([0, 5])
  })

  it('has 401 devices of one person on nine pages, and asks for no more', async () => {
    const { list, all, calls } = await devicesDesk(omar)
    const { others } = await list()
    expect(others.map((group) => group.length)).toEqual([1, 1, 100, 300])
    expect(calls(listPath, 'GET')).toBe(9)
    expect((await all()).filter(({ unused }) => unused)).toHaveLength(400)
  })

  it('is a failure if it cannot be read, and counts what nobody can name', async () => {
    const { list, sandbox } = await devicesDesk()
    sandbox.faults.set(listPath, { kind: 'wrongType' })
    await expect(list()).rejects.toMatchObject({ code: 'unexpectedAnswer' })
    for (const status of [404, 405, 501]) {
      sandbox.faults.set(listPath, { kind: 'status', status })
      await expect(list()).rejects.toMatchObject({ code: 'devicesNotListed', facts: { status } })
    }
    sandbox.faults.set(listPath, { kind: 'data', value: [{ device: { deviceId: 'a', name: '\u202e<b>' } }, 'odd'] })
    expect(await list()).toMatchObject({ unreadable: 1, others: [[{ deviceId: 'a', name: '<b>' }]] })
  })

  it('shows the names that a person gave, each in a row of its own', async () => {
    const { list, handlers, labels } = await devicesDesk()
    const [first] = (await list()).others[2] ?? []
    const deviceId = first?.deviceId ?? ''
    await handlers['devices:label']({ deviceId, label: 'Reception' })
    expect((await list()).others.map((group) => [group.length, group[0]?.label])).toContainEqual([1, 'Reception'])
    await handlers['devices:label']({ deviceId, label: '' })
    expect(labels.value()).toEqual({})
  })
})

describe('ending sessions', () => {
  it('asks in a dialog that names the device, and sends nothing before', async () => {
    const { start, all, view, ended, dialogs, calls, answerDialogs } = await devicesDesk()
    const phone = (await all()).find(({ name }) => name === 'iPhone')
    answerDialogs(() => Promise.resolve(false))
    await start('revoke', { which: 'these', deviceIds: [phone?.deviceId ?? ''] })
    expect(await ended()).toEqual({ phase: 'none' })
    expect(dialogs).toMatchObject([{ message: 'End the session of iPhone (198.51.100.7)?', cancel: 'Keep it' }])
    expect(calls(revokePath)).toBe(0)

    answerDialogs(() => Promise.resolve(true))
    await start('revoke', { which: 'these', deviceIds: [phone?.deviceId ?? ''] })
    expect(await ended()).toMatchObject({
      phase: 'done',
      still: 'in',
      results: [{ device: { name: 'iPhone' }, outcome: 'ended' }]
    })
    expect((await all()).find(({ name }) => name === 'iPhone')?.online).toBe(false)
    expect(calls(revokePath)).toBe(1)
    expect(await view()).toMatchObject({ phase: 'done' })
  })

  it('takes a device off the account with the other verb', async () => {
    const { start, all, ended, dialogs } = await devicesDesk()
    const phone = (await all()).find(({ name }) => name === 'iPhone')
    await start('unbind', { which: 'these', deviceIds: [phone?.deviceId ?? ''] })
    expect(await ended()).toMatchObject({ results: [{ outcome: 'ended' }] })
    expect(dialogs[0]?.confirm).toBe('Take it off')
    expect((await all()).map(({ name }) => name)).not.toContain('iPhone')
  })

  it('ends all others but this computer, the browser last, and says of each what came of it', async () => {
    const { start, ended, ownDevice, dialogs, all, calls } = await devicesDesk(ada)
    await ownDevice.signedIn('ours', Date.now())
    await start('revoke', { which: 'others' })
    const done = await ended()
    expect(done).toMatchObject({ phase: 'done', still: 'in', triedAgain: false })
    const results = done.phase === 'done' ? done.results : []
    expect(results.map(({ outcome }) => outcome).toSorted()).toEqual([...Array<string>(9).fill('ended'), 'refused'])
    expect(results.find(({ outcome }) => outcome === 'refused')?.device.status).toBe('suspended')
    expect(results.at(-1)?.device.mark?.kind).toBe('browser')
    expect(dialogs[0]?.message).toBe('End the sessions of 10 devices?')
    expect(dialogs[0]?.detail).toContain('and 2 more')
    expect((await all()).filter(({ online }) => online).map(({ deviceId }) => deviceId)).toEqual(['ours'])
    expect(calls(revokePath)).toBe(10)
  })

  it('says that we are out if our own session hangs on the browser, and nothing is asked after that', async () => {
    const { start, ended, ownDevice, session } = await devicesDesk(ada, { sessionEndsWith: 'browser' })
    await ownDevice.signedIn('ours', Date.now())
    await start('revoke', { which: 'others' })
    expect(await ended()).toMatchObject({ phase: 'done', still: 'out' })
    expect(session.state()).toMatchObject({ phase: 'signedOut', failure: { code: 'sessionEnded' } })
  })

  it('does not say that we are in if nothing proves it', async () => {
    const { start, ended, sandbox } = await devicesDesk(ada)
    sandbox.faults.set('/api/v3/get-profile', { kind: 'businessError', statusCode: 404, message: 'no' })
    await start('revoke', { which: 'unused' })
    expect(await ended()).toMatchObject({ phase: 'done', still: 'unknown' })
  })

  it('reads the list after a lost answer, and repeats only what is not known, once and by request', async () => {
    const { start, ended, handlers, sandbox, calls, all } = await devicesDesk(ada)
    const off = (await all()).filter(({ online, system }) => !online && system === 'Windows').slice(0, 1)
    const deviceIds = off.map(({ deviceId }) => deviceId)
    sandbox.faults.set(revokePath, { kind: 'lostAnswer', times: 1 })
    await start('revoke', { which: 'these', deviceIds })
    expect(await ended()).toMatchObject({ results: [{ outcome: 'unknown', failure: { code: 'unreachable' } }] })
    expect(calls(revokePath)).toBe(1)
    await handlers['devices:tryAgain']()
    expect(await ended()).toMatchObject({ results: [{ outcome: 'ended' }], triedAgain: true })
    expect(calls(revokePath)).toBe(2)
  })

  it('ends what a lost answer has ended without a second request', async () => {
    const { start, ended, sandbox, calls, all } = await devicesDesk(ada, { endedDevices: 'gone' })
    const phone = (await all()).find(({ name }) => name === 'iPhone')
    sandbox.faults.set(revokePath, { kind: 'lostAnswer', times: 1 })
    await start('revoke', { which: 'these', deviceIds: [phone?.deviceId ?? ''] })
    expect(await ended()).toMatchObject({ results: [{ outcome: 'ended' }] })
    expect(calls(revokePath)).toBe(1)
  })

  it('ends those that nobody has used for 90 days', async () => {
    const { start, ended, dialogs } = await devicesDesk(ada)
    await start('revoke', { which: 'unused' })
    expect(await ended()).toMatchObject({ results: [{ device: { unused: true }, outcome: 'ended' }] })
    expect(dialogs).toHaveLength(1)
  })

  it('says in the question that one of them may be this computer, if none is known to be', async () => {
    const { start, ended, dialogs, own } = await devicesDesk(ada)
    await start('revoke', { which: 'others' })
    await ended()
    expect(dialogs[0]?.detail).toContain('cannot tell which of them is this computer')
    await own.change(() => signedIn)
  })

  it('never ends this computer, and nothing that is not listed', async () => {
    const { start, ownDevice, calls } = await devicesDesk(ada)
    await ownDevice.signedIn('ours', Date.now())
    await expect(start('revoke', { which: 'these', deviceIds: ['ours'] })).rejects.toMatchObject({
      code: 'invalidInput'
    })
    await expect(start('revoke', { which: 'these', deviceIds: ['gone'] })).rejects.toMatchObject({
      code: 'alreadyRemoved'
    })
    expect(calls(revokePath)).toBe(0)
  })

  it('wants a fresh sign-in long after the last one, and can be left before it', async () => {
    const { start, view, handlers, opened, calls, all } = await devicesDesk(ada, {}, later)
    const phone = (await all()).find(({ name }) => name === 'iPhone')
    await start('revoke', { which: 'these', deviceIds: [phone?.deviceId ?? ''] })
    await expect.poll(() => opened).toHaveLength(1)
    expect(await view()).toMatchObject({ phase: 'confirming', by: 'signIn', link: opened[0] })
    await handlers['devices:leaveEnding']()
    expect(await view()).toEqual({ phase: 'none' })
    expect(calls(revokePath)).toBe(0)
  })

  it('can be put to use by others, who ask by themselves', async () => {
    const { topic, dialogs } = await devicesDesk(ada)
    const others = await topic.ending.others()
    const { still, results } = await topic.ending.endNow('revoke', others)
    expect([still, results.length, dialogs.length]).toEqual(['in', 10, 0])
  })
})

describe('the id of this computer', () => {
  it('is the one of the first sign-in, and the tenant is told it once per sign-in, without a host name', async () => {
    const { ownDevice, client, calls, handlers } = await devicesDesk()
    const send = vi.spyOn(client, 'send')
    await ownDevice.signedIn('ours', 1_000)
    await ownDevice.signedIn('ours', 1_000)
    await ownDevice.signedIn('second', 2_000)
    expect(await handlers['devices:readOwn']()).toEqual({ id: 'ours', reported: true })
    expect(calls('/api/v3/create-device')).toBe(2)
    expect(send.mock.calls[0]?.[1]).toEqual(desktop)
  })

  it('becomes the one that the tenant gives back, and both mark this computer', async () => {
    const { ownDevice, own, list } = await devicesDesk(ada, { deviceIds: 'replaced' })
    await ownDevice.signedIn('ours', Date.now())
    expect(own.value().id).toMatch(/^d-/)
    expect(own.value().others).toContain('ours')
    expect((await list()).yours[0]?.mark).toEqual({ kind: 'here' })
  })

  it('is not reported where the tenant keeps no devices', async () => {
    const { ownDevice, own, calls } = await devicesDesk(ada, { deviceFunction: false })
    await ownDevice.signedIn('ours', 1_000)
    expect(own.value()).toMatchObject({ id: 'ours', signedInAt: 1_000, reported: false })
    expect(calls('/api/v3/create-device')).toBe(0)
  })

  it.each([
    { kind: 'businessError', statusCode: 404, message: 'no' },
    { kind: 'wrongType' },
    { kind: 'data', value: { deviceUniqueId: '<img src=x>' } },
    { kind: 'status', status: 500 }
  ] as const)('stays as it was if the answer to the report is odd: %j', async (fault) => {
    const { ownDevice, own, sandbox } = await devicesDesk()
    sandbox.faults.set('/api/v3/create-device', fault)
    await ownDevice.signedIn('ours', 1_000)
    expect(own.value().id).toBe('ours')
  })

  it('can be made anew, and the old one still marks this computer', async () => {
    const { ownDevice, handlers, list } = await devicesDesk()
    await ownDevice.signedIn('ours', Date.now())
    const renewed = await handlers['devices:renewOwn']()
    expect(renewed.id).toMatch(/^[\da-f-]{36}$/)
    expect(renewed.reported).toBe(false)
    expect((await list()).yours[0]?.mark).toEqual({ kind: 'here' })
  })
})
