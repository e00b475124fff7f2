import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type KnownFactorType, knownFactorTypes } from '../../../contract/factors'
import { type Fault, type Sandbox, startSandbox } from '../../../sandbox'
import { fetchFor, tenantOf } from '../../identity/tenant.testing'
import { ada, photo, targets } from './enrolment.testing'

const list = '/api/v3/list-enrolled-factors'
const send = '/api/v3/send-enroll-factor-request'
const upload = '/api/v2/upload'
const enrol = '/api/v3/enroll-factor'
const requestsOf = (factorType: KnownFactorType) =>
  factorType === 'FACE' ? [list, send, upload, enrol] : [list, send, enrol]

const failures = [
  ['is cut before the server acts', { kind: 'reset' }],
  ['loses its answer after the server acted', { kind: 'lostAnswer' }],
  ['gets a gateway’s page', { kind: 'status', status: 502 }],
  ['gets half an answer', { kind: 'truncatedJson' }],
  ['gets no answer in time', { kind: 'hang' }],
  ['gets no answer in time after the server acted', { kind: 'rewrite', change: () => new Promise(() => undefined) }]
] satisfies [string, Fault][]

const table = knownFactorTypes.flatMap((factorType) =>
  requestsOf(factorType).flatMap((request) => failures.map(([name, fault]) => ({ factorType, request, name, fault })))
)
/** The cases in which the lists cannot be read either, after a confirmation with an unknown outcome. */
const twice = knownFactorTypes.flatMap((factorType) =>
  failures.map(([name, fault], index) => {
    const [then, second] = failures[(index + 1) % failures.length] ?? [name, fault]
    return { factorType, name, fault, then, second }
  })
)

let sandbox: Sandbox
let person: Awaited<ReturnType<typeof ada>>
/** The paths that time out after a tenth of a second. All others have no limit. */
const hasty = new Set<string>()

beforeAll(async () => {
  // Two authenticator apps are allowed, so that a second binding would show.
  sandbox = await startSandbox({ sendInterval: 0, otpFactors: 2 })
  const [patient, impatient] = [fetchFor(tenantOf(sandbox)), fetchFor(tenantOf(sandbox), 100)]
  person = await ada(sandbox, (url, init) => (hasty.has(new URL(url).pathname) ? impatient : patient)(url, init))
})
beforeEach(async () => {
  heal()
  person.enrolment.reset()
  await person.unbindAll()
})
afterAll(() => sandbox.close())

function breakDown(request: string, fault: Fault): void {
  sandbox.faults.set(request, fault)
  if (fault.kind === 'hang' || fault.kind === 'rewrite') hasty.add(request)
}

function heal(): void {
  sandbox.faults.clear()
  hasty.clear()
}

/** Takes the one step that the screen offers, and checks that the next view is true. */
async function goOn(factorType: KnownFactorType): Promise<void> {
  const { enrolment } = person
  const { phase } = enrolment.view()
  if (phase === 'unknown') enrolment.recheck()
  else if (factorType === 'FACE') enrolment.verifyFace(photo)
  else if (phase === 'started') await enrolment.sendChallenge(targets[factorType])
  else if (phase === 'challengeSent') enrolment.verify(await person.passcode(factorType))
  const view = await person.rest()
  expect(view.phase).not.toBe('failed')
  if (view.phase !== 'unknown') expect(await person.isBound(factorType)).toBe(view.phase === 'bound')
}

async function expectBoundOnce(factorType: KnownFactorType): Promise<void> {
  for (let steps = 0; steps < 4 && person.enrolment.view().phase !== 'bound'; steps++) await goOn(factorType)
  expect(person.enrolment.view()).toMatchObject({ phase: 'bound', recoveryCodeToKeep: factorType === 'OTP' })
  expect(await person.bound(factorType)).toHaveLength(1)
}

describe('a person ends with one binding, and is never told what is not so', () => {
  it.each(table)('when $request of $factorType $name', async ({ factorType, request, fault }) => {
    person.enrolment.start(factorType)
    if (request === enrol && factorType !== 'FACE') await goOn(factorType)
    breakDown(request, fault)
    await goOn(factorType)
    if (request !== enrol) expect(person.enrolment.view()).toHaveProperty('failure')
    heal()
    await expectBoundOnce(factorType)
  })

  it.each(twice)('when confirming $factorType $name, and the list $then', async ({ factorType, fault, second }) => {
    person.enrolment.start(factorType)
    if (factorType === 'FACE') {
      breakDown(upload, { kind: 'reset' })
      await goOn(factorType)
      heal()
    } else await goOn(factorType)
    breakDown(enrol, fault)
    breakDown(list, second)
    await goOn(factorType)
    expect(person.enrolment.view()).toMatchObject({ phase: 'unknown', failure: {} })
    sandbox.faults.clear(enrol)
    await goOn(factorType)
    expect(person.enrolment.view().phase).toBe('unknown')
    heal()
    await expectBoundOnce(factorType)
  })
})
