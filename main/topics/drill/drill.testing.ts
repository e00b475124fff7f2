import { expect, onTestFinished } from 'vitest'
import { z } from 'zod'
import type { DrillState } from '../../../contract/drill'
import { events } from '../../../contract'
import { type DrillRecordKept, noDrill } from '../../facts/drillRecord'
import type { LocalFacts } from '../../facts/knownAccount'
import type { MemoryPart } from '../../facts/memory'
import { createRecoveryCodes, type RecoveryCodeHashes } from '../../facts/recoveryCode'
import type { SandboxOptions } from '../../../sandbox'
import { createPasskeys } from '../passkeys/handlers'
import { signedInDesk } from '../removal/removal.testing'
import { drillTopic } from './handlers'

/** Returns a part of the memory that is kept only here. */
export function heldPart<T>(value: T): MemoryPart<T> & { value: () => T } {
  let kept = value
  return {
    value: () => kept,
    read: () => Promise.resolve(kept),
    change(how) {
      kept = how(kept)
      return Promise.resolve(kept)
    }
  }
}

export const lin = 2
export const linAddress = 'lin.jing@fernhill.example'
const linNumber = '+8613800138000'

/**
 * Resolves to a fire drill of a signed-in person at a practice tenant of their own, closed with the test.
 *
 * @param known what this installation knows of the factors
 */
export async function drillDesk(person = lin, options: SandboxOptions = {}, known: Record<string, LocalFacts> = {}) {
  const desk = await signedInDesk(person, options)
  onTestFinished(() => desk.close())
  const told: DrillState[] = []
  const logged: string[] = []
  const clock = { now: Date.now() }
  const record = heldPart<DrillRecordKept>(noDrill)
  const hashes = heldPart<RecoveryCodeHashes>([])
  const codes = createRecoveryCodes(hashes, 16)
  const passkeys = createPasskeys(desk)
  const { handlers, reset } = drillTopic({
    client: desk.client,
    passkeys: () => passkeys.list(),
    follow: () => () => Promise.resolve((factorId) => known[factorId] ?? {}),
    codes,
    record,
    originOf: (source, field) => [{ source, field, values: [], readAt: clock.now, requestId: `of ${source}` }],
    onChanged: (state) => told.push(events['drill:changed'].parse(state)),
    log: (event, fields, error) => logged.push(JSON.stringify([event, fields, String(error)])),
    now: () => clock.now
  })
  const state = () => events['drill:changed'].parse(handlers['drill:read'](undefined))
  const standings = () => {
    const view = state()
    return 'items' in view ? view.items.map(({ standing }) => standing) : []
  }
  const origins = () => {
    const view = state()
    return 'items' in view ? view.items.map(({ from }) => from) : []
  }
  const turn = () => standings().find((standing) => standing.as === 'now')
  const idle = () => expect.poll(() => turn()?.doing ?? 'nothing', { timeout: 20_000 }).toBe('nothing')
  return {
    ...desk,
    handlers,
    reset: () => reset?.(),
    told,
    logged,
    clock,
    record,
    hashes,
    codes,
    state,
    standings,
    origins,
    turn,
    async start() {
      void handlers['drill:start'](undefined)
      await expect.poll(() => state().phase, { timeout: 20_000 }).not.toBe('preparing')
    },
    async send() {
      void handlers['drill:sendCode'](undefined)
      await idle()
    },
    async check(code: string) {
      void handlers['drill:check']({ code })
      await idle()
    },
    nothingArrived: () => void handlers['drill:nothingArrived'](undefined),
    next: () => void handlers['drill:next'](undefined),
    ended: () => expect.poll(() => state().phase, { timeout: 20_000 }).toBe('finished'),
    readRecord: async () => await handlers['drill:readRecord'](undefined)
  }
}

export type Desk = Awaited<ReturnType<typeof drillDesk>>

export async function codeTo({ sandbox }: Desk, to: string): Promise<string | undefined> {
  const outbox: unknown = await (await fetch(sandbox.outbox, { headers: { accept: 'application/json' } })).json()
  return z
    .array(z.object({ to: z.string(), code: z.string() }))
    .parse(outbox)
    .find((one) => one.to === to)?.code
}

/** Does as a person does: types the code that came, or says that none has. */
async function answerSent(desk: Desk, to: string): Promise<void> {
  await desk.send()
  const code = await codeTo(desk, to)
  if (code === undefined) desk.nothingArrived()
  else await desk.check(code)
}

export async function answerApp(desk: Desk): Promise<void> {
  await desk.check(desk.sandbox.appCode(linAddress))
  if (desk.turn()?.by === 'app') desk.next()
}

/** Runs a whole drill of Lin. */
export async function run(desk: Desk): Promise<void> {
  await desk.start()
  await answerApp(desk)
  await answerSent(desk, linAddress)
  await answerSent(desk, linNumber)
  await desk.ended()
}
