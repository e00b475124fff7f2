import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { incidentChannels } from '../../../contract/incident'
import { ada } from '../devices/devices.testing'
import { ben, benEmail, benSms, lin, linOtp } from '../removal/removal.testing'
import { incidentDesk } from './incident.testing'

const outcomes = ({ steps }: { steps: readonly { outcome?: string | undefined }[] }) =>
  steps.map(({ outcome }) => outcome)
const lines = ({ lines: all }: { lines: readonly { what: string; by: string }[] }) =>
  all.map(({ what, by }) => `${what} ${by}`)

const subjectsOf = ({ open }: { open?: { kind: string; subjects?: { id: string }[] | undefined } | undefined }) =>
  (open?.subjects ?? []).map(({ id }) => id)

describe('the sessions of others in incident mode', () => {
  it('end after one question, in part if the tenant calls others offline', async () => {
    const { begin, act, decide, dialogs, revokes, sandbox } = await incidentDesk(ada)
    await begin()
    const choosing = await act('skip')
    expect(choosing.open).toMatchObject({
      kind: 'choice',
      step: 'sessions',
      subjects: [{ name: 'Chrome, Linux' }, { name: 'iPhone', target: '198.51.100.7' }]
    })
    sandbox.faults.set('/api/v3/mydevices/revoke-session', { kind: 'lostAnswer' })
    const done = await decide(subjectsOf(choosing))
    expect([dialogs.length, revokes(), outcomes(done)[1]]).toEqual([1, 2, 'part'])
    expect(lines(done).slice(-3)).toEqual(['removed proven', 'removed proven', 'stayedIn proven'])
  })

  it('end only if the person agrees, who is asked anew at the next try', async () => {
    const { begin, act, decide, answerDialogs, dialogs, revokes } = await incidentDesk(ada)
    await begin()
    const [first = '', ...others] = subjectsOf(await act('skip'))
    answerDialogs(() => Promise.resolve(false))
    const declined = await decide([first, ...others])
    expect([revokes(), declined.failure, declined.asking]).toEqual([0, undefined, undefined])
    answerDialogs(() => Promise.resolve(true))
    expect(lines(await decide([first])).slice(-3)).toEqual(['removed proven', 'kept said', 'stayedIn proven'])
    expect([revokes(), dialogs.length]).toEqual([1, 2])
  })

  it('are asked about anew after a sign-out, although the person had agreed to all of them', async () => {
    const { begin, act, decide, inAgain, dialogs, revokes, sandbox } = await incidentDesk(ada)
    await begin()
    const [first = '', second = ''] = subjectsOf(await act('skip'))
    sandbox.faults.set('/api/v3/mydevices/revoke-session', { kind: 'lostAnswer' })
    sandbox.faults.set('/api/v3/mydevices/list', { kind: 'status', status: 500 })
    await decide([first, second])
    sandbox.faults.clear()
    expect(lines(await inAgain()).at(-1)).toBe('removed foundDone')
    expect([dialogs.length, revokes()]).toEqual([1, 1])
    expect(lines(await decide([second])).at(-1)).toBe('stayedIn proven')
    expect([dialogs.length, revokes()]).toEqual([2, 2])
  })

  it('tell why one was refused, and stay where they are', async () => {
    const { begin, act, decide, sandbox } = await incidentDesk(ada)
    await begin()
    const all = subjectsOf(await act('skip'))
    const refusal = { kind: 'businessError', statusCode: 403, message: 'Not for you' } as const
    sandbox.faults.set('/api/v3/mydevices/revoke-session', refusal)
    const refused = await decide(all)
    expect([refused.failure?.code, outcomes(refused)[1]]).toEqual(['rejected', undefined])
  })

  it('end even if there are more of them than anybody would count', async () => {
    const { begin, act, decide, kept, sandbox } = await incidentDesk(ada)
    const device = (id: number) => ({ device: { deviceId: `d${id}`, name: 'edge/120', os: 'Windows' }, online: true })
    sandbox.faults.set('/api/v3/mydevices/list', {
      kind: 'data',
      value: Array.from({ length: 400 }, (_, id) => device(id))
    })
    await begin()
    const choosing = await act('skip')
    expect(incidentChannels['incident:read'].output.parse(choosing)).toEqual(choosing)
    const remove = subjectsOf(choosing)
    expect(incidentChannels['incident:decide'].input.parse({ remove })).toEqual({ remove })
    await decide(remove)
    expect([remove.length, kept().incident?.queue.length]).toEqual([400, 400])
  })

  const row = z.looseObject({ device: z.looseObject({ deviceId: z.string() }), online: z.unknown() })
  /** Changes the list of devices that the tenant gives. */
  const relisted = (change: (rows: z.infer<typeof row>[]) => unknown) => ({
    kind: 'rewrite' as const,
    change: ({ data, ...answer }: Record<string, unknown>) => ({ ...answer, data: change(z.array(row).parse(data)) })
  })
  const calledAll = (online: unknown) => relisted((rows) => rows.map((one) => ({ ...one, online })))

  it.each(['gone', 'listed'] as const)(
    'are proven to be over by a tenant that does not say only if they are gone: %s',
    async (after) => {
      const { begin, act, decide, revokes, sandbox } = await incidentDesk(ada, { endedDevices: after })
      sandbox.faults.set('/api/v3/mydevices/list', calledAll(null))
      await begin()
      const choosing = await act('skip')
      const all = subjectsOf(choosing)
      expect(choosing.open).toMatchObject({ subjects: all.map(() => ({ untold: true })) })
      const done = await decide(all.slice(0, 2))
      const by = after === 'gone' ? 'proven' : 'accepted'
      expect(lines(done).filter((line) => line.startsWith('removed'))).toEqual([`removed ${by}`, `removed ${by}`])
      expect([revokes(), outcomes(done)[1], all.length > 2]).toEqual([2, after === 'gone' ? 'proven' : 'part', true])
    }
  )

  it('are not said to be over if the tenant calls every device offline', async () => {
    const { begin, act, decide, sandbox } = await incidentDesk(ada)
    sandbox.faults.set('/api/v3/mydevices/list', calledAll(0))
    await begin()
    expect(subjectsOf(await act('skip'))).toEqual([])
    expect(outcomes(await decide([]))[1]).toBe('part')
  })

  it('are proven to be over although those that were ended here stay listed as offline', async () => {
    const { begin, act, decide, sandbox } = await incidentDesk(ada)
    const seen = new Set<string>()
    const isSeen = ({ device, online }: z.infer<typeof row>) => {
      if (online === true) seen.add(device.deviceId)
      return seen.has(device.deviceId)
    }
    sandbox.faults.set(
      '/api/v3/mydevices/list',
      relisted((rows) => rows.filter(isSeen))
    )
    await begin()
    const all = subjectsOf(await act('skip'))
    expect(outcomes(await decide(all))[1]).toBe('proven')
  })

  it('end on the page of a tenant that lists no devices', async () => {
    const { begin, act, sandbox } = await incidentDesk(ada)
    sandbox.faults.set('/api/v3/mydevices/list', { kind: 'status', status: 404 })
    await begin()
    expect((await act('skip')).open).toMatchObject({ kind: 'page', step: 'sessions' })
    expect(outcomes(await act('openPage', 'check'))[1]).toBe('visited')
  })
})

describe('incident mode', () => {
  it('leads through every step, reads back what it can, and ends with a timeline to save', async () => {
    const { begin, act, decide, view, changePassword, bound, resets, save, saved, opened, tenant } =
      await incidentDesk(ben)
    await begin()
    await act('openPage')
    expect(opened).toEqual([tenant.host])
    await changePassword('ben')
    expect(outcomes(await act('check'))).toEqual(['proven', undefined, undefined, undefined])
    const choosing = await decide(subjectsOf(await view()))
    expect(choosing.open).toMatchObject({
      kind: 'choice',
      subjects: [{ id: benSms, factorType: 'SMS', target: '+44 ••••• 0142' }, { id: benEmail }],
      chosen: []
    })
    expect(outcomes(await decide([benSms]))).toEqual(['proven', 'part', 'proven', undefined])
    expect([await bound(), resets()]).toEqual([[benEmail], 1])
    const done = await act('openPage', 'check')
    expect(done.phase).toBe('done')
    expect(lines(done)).toEqual([
      'signIn history',
      'said said',
      'password proven',
      'removed proven',
      'stayedIn proven',
      'removed proven',
      'kept said',
      'page notProven'
    ])
    expect(await save()).toBe(true)
    expect(saved[0]?.name).toMatch(/^What happened to my account \d{4}-\d\d-\d\d\.txt$/)
    for (const said of [
      'Somebody signed in: Pharmacy',
      'You changed the password (read back',
      'Session ended: Chrome, Linux, 127.0.0.1 (read back',
      'Holdfast itself stayed signed in (read back',
      'Removed: Text message, +44 ••••• 0142'
    ])
      expect(saved[0]?.text).toContain(said)
    expect(saved[0]?.text).not.toContain('kelp')
  })

  it('reads back the last removal at a tenant that prints an empty list as null, and at no tenant that only lost it', async () => {
    const { begin, act, decide, resets, sandbox } = await incidentDesk(ben)
    const emptyAsNull = ({ data, ...answer }: Record<string, unknown>) => ({
      ...answer,
      data: Array.isArray(data) && data.length === 0 ? null : data
    })
    sandbox.faults.set('/api/v3/list-enrolled-factors', { kind: 'rewrite', change: emptyAsNull })
    await begin()
    await act('skip', 'skip')
    sandbox.faults.set('/api/v3/get-security-info', { kind: 'data', value: { mfaEnrolled: true } })
    const unsure = await decide([benSms, benEmail], 'ben.okafor@fernhill.example')
    expect([resets(), unsure.failure?.code, outcomes(unsure)[2]]).toEqual([2, 'unexpectedAnswer', undefined])
    sandbox.faults.set('/api/v3/get-security-info', { kind: 'data', value: { mfaEnrolled: false } })
    const sure = await act('retry')
    expect([sure.failure, outcomes(sure)[2]]).toEqual([undefined, 'proven'])
    expect(lines(sure).slice(-2)).toEqual(['removed proven', 'removed foundDone'])
  })

  it('keeps no password, no code and no typed name, and neither shows the whole address', async () => {
    const { begin, act, decide, changePassword, kept, views } = await incidentDesk(ben)
    await begin()
    await act('openPage')
    await changePassword('ben')
    await act('check', 'skip')
    await decide([benSms, benEmail], 'ben.okafor@fernhill.example')
    for (const text of [JSON.stringify(kept()), JSON.stringify(views)])
      expect(text).not.toMatch(/kelp|ben\.okafor|7700900142/)
  })

  it('asks outside of the page before each removal, and leaves what the person keeps', async () => {
    const { begin, act, decide, answerDialogs, dialogs, resets } = await incidentDesk(ben)
    await begin()
    await act('skip', 'skip')
    answerDialogs(() => Promise.resolve(false))
    const declined = await decide([benSms])
    expect(dialogs).toHaveLength(1)
    expect(resets()).toBe(0)
    expect(declined).toMatchObject({ open: { step: 'factors', chosen: [benSms] }, busy: false })
    expect(declined.failure).toBeUndefined()
  })

  it.each(['cancelQuestion', 'stop'] as const)('ends its question at once: %s', async (wish) => {
    const { begin, act, decide, answerDialogs, resets } = await incidentDesk(ben)
    await begin()
    await act('skip', 'skip')
    let asked: () => void = () => undefined
    const isAsked = new Promise<void>((resolve) => (asked = resolve))
    answerDialogs(
      (signal) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => resolve(false))
          asked()
        })
    )
    const deciding = decide([benSms])
    await isAsked
    await act(wish)
    expect(await deciding).toMatchObject({ stopped: wish === 'stop', busy: false })
    expect(resets()).toBe(0)
  })

  it('removes the last method only if the name of the account was typed', async () => {
    const { begin, act, decide, resets, bound } = await incidentDesk(ben)
    await begin()
    await act('skip', 'skip')
    const refused = await decide([benSms, benEmail], 'somebody else')
    expect(refused.failure?.code).toBe('accountNameWrong')
    expect([resets(), await bound()]).toEqual([1, [benEmail]])
    const done = await decide([benEmail], 'ben.okafor@fernhill.example')
    expect(outcomes(done)).toEqual(['skipped', 'skipped', 'proven', undefined])
    expect(lines(done).filter((line) => line.startsWith('removed'))).toEqual(['removed proven', 'removed proven'])
  })

  it('goes on after the session has ended and somebody has signed in again', async () => {
    const { begin, act, again, changePassword } = await incidentDesk(ben)
    await begin()
    await act('openPage')
    await changePassword('ben')
    expect(outcomes(await again())).toEqual(['proven', undefined, undefined, undefined])
    await act('stop')
    expect(await again()).toMatchObject({ stopped: true, open: { step: 'sessions' } })
    await begin()
    expect(await again()).toMatchObject({ stopped: false, open: { step: 'sessions' } })
  })

  it('finds done what was removed although the answer was lost, and has it once in the timeline', async () => {
    const { begin, act, decide, sandbox, resets, bound } = await incidentDesk(lin)
    await begin()
    await act('skip', 'skip')
    sandbox.faults.set('/api/v3/reset-factor', { kind: 'lostAnswer' })
    const done = await decide([linOtp])
    expect([resets(), (await bound()).includes(linOtp)]).toEqual([1, false])
    expect(lines(done).filter((line) => line.startsWith('removed'))).toEqual(['removed foundDone'])
  })

  it('goes no further while it is not known what became of a removal, and reads it when the person tries again', async () => {
    const { begin, act, decide, sandbox, resets } = await incidentDesk(lin)
    await begin()
    await act('skip', 'skip')
    const fault = { kind: 'businessError', statusCode: 403, message: 'Not for you' } as const
    sandbox.faults.set('/api/v3/list-enrolled-factors', fault)
    expect((await decide([linOtp])).failure?.code).toBe('rejected')
    for (const stuck of [await decide([linOtp]), await act('skip')]) {
      expect(outcomes(stuck)).toEqual(['skipped', 'skipped', undefined, undefined])
      expect(stuck.open).toMatchObject({ unproven: true })
    }
    sandbox.faults.clear()
    const read = await act('retry')
    expect(read).toMatchObject({ open: { step: 'factors', chosen: [linOtp], unproven: false } })
    expect([read.failure, resets()]).toEqual([undefined, 0])
  })
})
