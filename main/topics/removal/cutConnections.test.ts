import { afterEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type KnownFactorType, knownFactorTypes } from '../../../contract/factors'
import type { Fault } from '../../../sandbox'
import { AppError } from '../../ground/errors'
import { operation } from '../../tenant/endpoint'
import { listEnrolledFactors } from '../../tenant/operations'
import { createRemoval, type Removal } from './removal'
import { type Desk, signedInDesk } from './removal.testing'

const list = '/api/v3/list-enrolled-factors'
const reset = '/api/v3/reset-factor'
const codeRequests = {
  SMS: ['/api/v3/send-sms', '/api/v3/unbind-phone'],
  EMAIL: ['/api/v3/send-email', '/api/v3/unbind-email']
}

const failures = [
  ['is cut before the server acts', { kind: 'reset' }],
  ['loses its answer after the server acted', { kind: 'lostAnswer' }],
  ['gets a gateway’s page', { kind: 'status', status: 502 }]
] satisfies [string, Fault][]

interface Flow {
  factorType: KnownFactorType
  /** True if the tenant wants a code from the factor to remove. */
  unbindNeedsCode: boolean
  requests: string[]
}
const flows: Flow[] = [
  ...knownFactorTypes.map((factorType) => ({ factorType, unbindNeedsCode: false, requests: [list, reset] })),
  ...(['SMS', 'EMAIL'] as const).map((factorType) => ({
    factorType,
    unbindNeedsCode: true,
    requests: [list, reset, ...codeRequests[factorType]]
  }))
]
const table = flows.flatMap(({ factorType, unbindNeedsCode, requests }) =>
  requests.flatMap((request) =>
    failures.map(([name, fault]) => ({
      factorType,
      unbindNeedsCode,
      request,
      name,
      fault,
      by: unbindNeedsCode ? 'a code' : 'a click'
    }))
  )
)

const lin = 2
const outbox = z.array(z.object({ code: z.string(), sentAt: z.coerce.date() }))
let desk: Desk | undefined

afterEach(() => desk?.close())

async function setUp(factorType: KnownFactorType, unbindNeedsCode: boolean) {
  const opened = await signedInDesk(lin, { unbindNeedsCode, sendInterval: 0 })
  desk = opened
  const { client, tenant, confirmation } = opened
  const ignore = (): void => undefined
  const removal = createRemoval({
    client,
    tenant,
    confirmation,
    passkeys: () => Promise.resolve(undefined),
    onChanged: ignore,
    log: ignore
  })
  const factors = await client.call(listEnrolledFactors)
  const factorId = factors.find((factor) => factor.factorType === factorType)?.factorId ?? ''
  return { desk: opened, removal, factorId }
}

/** Reads the one factor, by an endpoint that never fails here. */
async function isActive({ client }: Desk, factorId: string): Promise<boolean> {
  const query = new URLSearchParams({ factorId })
  return client.call(operation(`/api/v3/get-factor?${query.toString()}`, z.unknown())).then(
    () => true,
    (error: unknown) => {
      if (error instanceof AppError && error.code === 'rejected') return false
      throw error
    }
  )
}

async function rest(removal: Removal): Promise<ReturnType<Removal['view']>> {
  await expect
    .poll(() => {
      const view = removal.view()
      return 'pending' in view ? view.pending : view.phase === 'confirming' || view.phase === 'removing'
    })
    .toBe(false)
  return removal.view()
}

async function newestCode({ sandbox }: Desk): Promise<string | undefined> {
  const response = await fetch(sandbox.outbox, { headers: { accept: 'application/json' } })
  const sent = outbox.parse(await response.json())
  return sent.sort((one, other) => Number(other.sentAt) - Number(one.sentAt))[0]?.code
}

/** Takes the one step that the screen offers, and checks that the next view is true. */
async function goOn(at: Desk, removal: Removal, factorId: string): Promise<void> {
  const view = removal.view()
  if (view.phase === 'unknown') removal.recheck()
  else if (view.phase !== 'codeNeeded') await removal.start(factorId).catch(() => undefined)
  else {
    const code = view.sentAt === 0 ? undefined : await newestCode(at)
    if (code === undefined) removal.sendCode()
    else removal.confirmCode(code)
  }
  const { phase } = await rest(removal)
  if (phase !== 'unknown') expect(await isActive(at, factorId)).toBe(phase !== 'removed')
}

describe('a person ends with the factor gone, and is never told what is not so', () => {
  it.each(table)(
    'when $request of $factorType by $by $name',
    async ({ factorType, unbindNeedsCode, request, fault }) => {
      const { desk: at, removal, factorId } = await setUp(factorType, unbindNeedsCode)
      at.sandbox.faults.set(request, fault)
      for (let steps = 0; steps < 3 && removal.view().phase !== 'removed'; steps++) await goOn(at, removal, factorId)
      at.sandbox.faults.clear()
      for (let steps = 0; steps < 4 && removal.view().phase !== 'removed'; steps++) await goOn(at, removal, factorId)
      expect(removal.view()).toEqual({ phase: 'removed' })
      expect(await isActive(at, factorId)).toBe(false)
    }
  )
})
