import { afterEach, describe, expect, it } from 'vitest'
import type { Alert } from '../../../contract/alerts'
import { overview, type Overview } from '../../../contract/overview'
import type { SandboxOptions } from '../../../sandbox'
import { createAccountFacts } from '../../facts/accountFacts'
import { createAccountMemory } from '../../facts/memory'
import { AppError } from '../../ground/errors'
import { temporaryFolder } from '../../ground/temporaryFolder.testing'
import { fetchFor } from '../../identity/tenant.testing'
import { createClient } from '../../tenant/client'
import { inMemory } from '../../vault/memory'
import { unsealed } from '../../vault/sealing'
import { createFactors } from '../factors/handlers'
import { createPasskeys } from '../passkeys/handlers'
import { profileTopic } from '../profile/handlers'
import { type Desk, signedInDesk } from '../removal/removal.testing'
import { overviewTopic } from './handlers'

const [ada, ben, lin] = [0, 1, 2]
const everyPhone = { rule: 'noPhone', about: 'phone' } as const
const desks: Desk[] = []
afterEach(() => Promise.all(desks.splice(0).map((desk) => desk.close())))

async function start(person: number, options: SandboxOptions = {}) {
  const desk = await signedInDesk(person, options)
  desks.push(desk)
  const { tenant, session, sandbox, openInBrowser, confirmation } = desk
  const facts = createAccountFacts()
  const client = createClient({
    tenant,
    fetch: fetchFor(tenant),
    tokens: session.tokens,
    language: () => 'en',
    wait: () => Promise.resolve(),
    watch: facts.watch
  })
  const told: Overview[] = []
  const kept: string[] = []
  const copied: string[] = []
  const waiting: Alert[] = []
  const snapshot = { keep: (part: string): number => kept.push(part) }
  const memory = {
    follow: () => () => Promise.resolve(() => ({})),
    label: () => Promise.resolve(),
    settled: () => Promise.resolve()
  }
  const { handlers } = createFactors(client, memory, snapshot)
  const owner = { note: () => undefined, organisation: () => undefined }
  const askOrganisation = () => Promise.resolve({ answered: true })
  const profile = profileTopic({ client, tenant, snapshot, owner, askOrganisation })
  const passkeys = createPasskeys({ client, tenant, confirmation, openInBrowser })
  const topic = overviewTopic({
    facts,
    client,
    tenant,
    reads: {
      active: async () => handlers['factors:listEnrolled'](undefined),
      offered: async () => handlers['factors:listToEnroll'](undefined),
      profile: async () => profile.handlers['profile:read'](undefined),
      passkeys: () => passkeys.list()
    },
    memory: createAccountMemory({
      vault: inMemory(),
      sealing: unsealed,
      profile: await temporaryFolder(),
      issuer: tenant.issuer,
      sub: () => 'somebody',
      log: () => undefined
    }),
    waitingAlerts: () => Promise.resolve([...waiting]),
    snapshot,
    openInBrowser,
    copy: (text) => Promise.resolve(void copied.push(text)),
    language: () => 'en',
    tell: (_event, data) => told.push(overview.parse(data))
  })
  return {
    ...desk,
    handlers,
    topic,
    told,
    kept,
    copied,
    waiting,
    paths: () => sandbox.requests.map(({ path }) => path.replace('/api/v3/', '')).sort(),
    read: async (again = false) => overview.parse(await topic.handlers['overview:read']({ again }))
  }
}

const everyPath = [
  'get-profile',
  'get-security-info',
  'list-enrolled-factors',
  'list-factors-to-enroll',
  'webauthn/credentials'
]
const rulesOf = ({ steps }: Overview): string[] => steps.map(({ rule }) => rule)

describe('the overview of an account', () => {
  it('asks each question once, and tells the number as it is given', async () => {
    const { read, paths } = await start(ben)
    const standing = await read()
    expect(paths()).toEqual(everyPath)
    expect(standing).toMatchObject({ score: { kind: 'number', value: 70 }, unread: [], waiting: false })
    expect(rulesOf(standing)).toEqual(['recoveryCode', 'falseWebsite'])
    expect(standing.steps[0]?.from[0]).toMatchObject({ source: 'active', values: ['SMS', 'EMAIL'] })
    expect(standing.steps[0]?.from[0]?.requestId).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('takes what the lists have just been told', async () => {
    const { read, paths, handlers } = await start(ben)
    await Promise.all([
      handlers['factors:listEnrolled'](undefined),
      handlers['factors:listToEnroll'](undefined),
      read()
    ])
    await read()
    expect(paths()).toEqual(everyPath)
    await read(true)
    expect(paths()).toHaveLength(2 * everyPath.length)
  })

  it('tells what the lists decide before the rest is there', async () => {
    const { read, topic, told, sandbox } = await start(ada)
    let go = (): void => undefined
    sandbox.faults.set('/api/v3/get-security-info', {
      kind: 'held',
      until: new Promise<void>((resolve) => (go = resolve))
    })
    const reading = read()
    await expect.poll(() => told.length).toBe(1)
    await topic.judgeAgain()
    expect(told).toHaveLength(1)
    expect(told[0]).toMatchObject({ waiting: true, steps: [{ rule: 'passwordAlone' }] })
    expect(told[0]).not.toHaveProperty('score')
    go()
    expect(rulesOf(await reading)).toEqual(['passwordAlone', 'falseWebsite'])
  })

  it('puts an alert first, and tells of a new one without asking the tenant again', async () => {
    const { read, topic, waiting, told, kept, paths } = await start(ben)
    await topic.judgeAgain()
    expect(told).toEqual([])
    await read()
    const asked = paths().length
    waiting.push({ id: 'a', rule: 'newDevice', at: 1, state: 'waiting' })
    await topic.judgeAgain()
    expect(told.at(-1)).toMatchObject({ waiting: false, score: { kind: 'number', value: 70 } })
    expect(told.at(-1)?.steps.map(({ rule }) => rule)).toEqual(['unanswered', 'recoveryCode', 'falseWebsite'])
    expect([paths().length, kept.filter((part) => part === 'overview').length]).toEqual([asked, 2])
    waiting.pop()
    await topic.judgeAgain()
    expect(rulesOf(told.at(-1) ?? (await read()))).toEqual(['recoveryCode', 'falseWebsite'])
  })

  it('is kept for the next start, but only if nothing is missing', async () => {
    const { read, kept, sandbox } = await start(ben)
    sandbox.faults.set('/api/v3/get-security-info', { kind: 'businessError', statusCode: 403, message: 'No', times: 1 })
    await read()
    expect(kept).not.toContain('overview')
    await read(true)
    expect(kept).toContain('overview')
  })

  it('says what could not be read, and guesses nothing in its place', async () => {
    const { read, sandbox } = await start(ben)
    sandbox.faults.set('/api/v3/get-security-info', { kind: 'businessError', statusCode: 403, message: 'No' })
    const standing = await read()
    expect(standing).not.toHaveProperty('score')
    expect(standing.unread).toMatchObject([{ source: 'security', known: false, failure: { code: 'rejected' } }])
    expect(rulesOf(standing)[0]).toBe('readAgain')
  })

  it('keeps what it knew of a source that fails later, with its time', async () => {
    const { read, sandbox } = await start(ben)
    const before = await read()
    sandbox.faults.set('/api/v3/get-security-info', { kind: 'businessError', statusCode: 403, message: 'No' })
    const after = await read(true)
    expect(after.score).toEqual(before.score)
    expect(after.unread).toMatchObject([{ source: 'security', known: true }])
    expect(rulesOf(after)).toEqual(['readAgain', ...rulesOf(before)])
  })

  it('fails as a whole if nothing can be read', async () => {
    const { read, sandbox } = await start(ben)
    for (const path of everyPath) sandbox.faults.set(`/api/v3/${path}`, { kind: 'notJson' })
    await expect(read()).rejects.toBeInstanceOf(AppError)
  })

  it('says that passkeys are not there at all, where the tenant has none', async () => {
    const { read, sandbox } = await start(ben)
    sandbox.faults.set('/api/v3/webauthn/credentials', { kind: 'status', status: 404 })
    const standing = await read()
    expect(standing.unread).toEqual([])
    expect(rulesOf(standing)).toEqual(['recoveryCode'])
  })

  it('takes a tenant without details for one that does not tell them', async () => {
    const { read, sandbox } = await start(ben)
    for (const path of ['get-security-info', 'get-profile']) {
      sandbox.faults.set(`/api/v3/${path}`, { kind: 'status', status: 404 })
    }
    const standing = await read()
    expect(standing).toMatchObject({ score: { kind: 'absent' }, unread: [] })
    expect(rulesOf(standing)).toEqual(['recoveryCode', 'falseWebsite'])
  })

  it('leaves nothing to do for somebody who has everything', async () => {
    const { read } = await start(lin)
    expect(await read()).toMatchObject({ steps: [], outside: [], mayDismiss: true })
  })

  it('forgets everything with the session, and tells nobody of a late answer', async () => {
    const { read, topic, told, sandbox, paths, kept } = await start(ben)
    let go = (): void => undefined
    const until = new Promise<void>((resolve) => (go = resolve))
    sandbox.faults.set('/api/v3/list-enrolled-factors', { kind: 'held', until, times: 1 })
    const late = read()
    await expect.poll(() => paths().includes('list-enrolled-factors')).toBe(true)
    topic.reset?.()
    go()
    await late.catch(() => undefined)
    expect([told, kept.includes('overview')]).toEqual([[], false])
  })

  it.each([
    ['null', null],
    ['a text', 'oops'],
    ['odd flags', { securityScore: [], passwordSet: 'yes', emailBinded: 3, passwordSecurityLevel: 'high' }],
    ['hostile text', { securityScore: '<img src=x onerror=alert(1)>\u202e' }]
  ])('takes %s as an answer', async (_name, value) => {
    const { read, sandbox } = await start(ben)
    sandbox.faults.set('/api/v3/get-security-info', { kind: 'data', value })
    const standing = await read()
    expect(standing.score?.kind).not.toBe('number')
    expect(JSON.stringify(standing)).not.toContain('\u202e')
  })

  it('has no row that was put off, but says so, and has it again when that is taken back', async () => {
    const { read, topic } = await start(ben)
    await read()
    const key = { rule: 'recoveryCode', about: 'recoveryCode' } as const
    const off = overview.parse(await topic.handlers['overview:putOff'](key))
    expect([rulesOf(off), off.decided.length]).toEqual([['falseWebsite'], 1])
    expect(rulesOf(await read(true))).toEqual(['falseWebsite'])
    const [decision] = off.decided
    if (!decision) throw new Error('Nothing was decided.')
    const back = overview.parse(await topic.handlers['overview:undo'](decision))
    expect([rulesOf(back), back.decided]).toEqual([['recoveryCode', 'falseWebsite'], []])
  })

  it('dismisses nothing for good for somebody without two strong methods', async () => {
    const { read, topic } = await start(ben)
    await read()
    const key = { rule: 'falseWebsite', about: 'passkey' } as const
    await expect(topic.handlers['overview:dismiss'](key)).rejects.toMatchObject({ code: 'notAllowed' })
    expect(rulesOf(await read())).toContain('falseWebsite')
  })

  it('puts off nothing that is not there, nor reading again', async () => {
    const { read, topic, sandbox } = await start(ben)
    sandbox.faults.set('/api/v3/get-security-info', { kind: 'businessError', statusCode: 403, message: 'No' })
    expect(rulesOf(await read())).toContain('readAgain')
    for (const key of [
      { rule: 'readAgain', about: 'reading' },
      { rule: 'passwordAlone', about: 'secondMethod' }
    ] as const)
      await expect(topic.handlers['overview:putOff'](key)).rejects.toMatchObject({ code: 'notAllowed' })
  })

  it('copies a message to the administrator, about what is not offered and nothing else', async () => {
    const { read, topic, copied, sandbox, tenant } = await start(ben)
    sandbox.faults.set('/api/v3/list-enrolled-factors', { kind: 'data', value: [{ factorId: 'a', factorType: 'OTP' }] })
    sandbox.faults.set('/api/v3/list-factors-to-enroll', { kind: 'nullData' })
    sandbox.faults.set('/api/v3/get-security-info', { kind: 'data', value: { phoneBinded: false } })
    await read()
    await topic.handlers['overview:copyRequest'](everyPhone)
    await topic.handlers['overview:copyRequest']({ rule: 'lostPhone', about: 'fallback' })
    expect(copied).toEqual([
      expect.stringContaining(`${new URL(tenant.host).host} with Holdfast`),
      expect.stringContaining('Email or Face')
    ])
    expect(copied[0]).toContain('not offered to me: Text message.')
    const passkey = { rule: 'falseWebsite', about: 'passkey' } as const
    await expect(topic.handlers['overview:copyRequest'](passkey)).rejects.toMatchObject({ code: 'notAllowed' })
  })

  it('opens the tenant’s own page', async () => {
    const { topic, opened, tenant } = await start(ben)
    await topic.handlers['overview:openTenantPage'](undefined)
    expect(opened).toEqual([`${tenant.host}/u`])
  })
})
