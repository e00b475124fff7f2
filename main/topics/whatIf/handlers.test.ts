import { expect, it, onTestFinished } from 'vitest'
import type { Outlook } from '../../../contract/whatIf'
import { contract } from '../../../contract'
import { type DrillRecordKept, noDrill } from '../../facts/drillRecord'
import type { LocalFacts } from '../../facts/knownAccount'
import { heldPart } from '../drill/drill.testing'
import { createPasskeys } from '../passkeys/handlers'
import { signedInDesk } from '../removal/removal.testing'
import { whatIfTopic } from './handlers'
import type { Places } from './proofs'

const [ada, ben, lin, noor] = [0, 1, 2, 3]
const linOtp = '66f1d0425a3e7c18b2d4f621'

async function bench(person: number, known: Record<string, LocalFacts> = {}, made: number[] = []) {
  const desk = await signedInDesk(person)
  onTestFinished(() => desk.close())
  const places = heldPart<Places>({})
  const record = heldPart<DrillRecordKept>(noDrill)
  const passkeys = createPasskeys(desk)
  const { handlers, reset } = whatIfTopic({
    client: desk.client,
    passkeys: () => passkeys.list(),
    follow: () => () => Promise.resolve((factorId) => known[factorId] ?? {}),
    codes: { made: () => Promise.resolve(made) },
    places,
    record,
    log: () => undefined
  })
  const consider = async (...lost: Parameters<(typeof handlers)['whatIf:consider']>[0]['lost']): Promise<Outlook> =>
    contract['whatIf:consider'].output.parse(await handlers['whatIf:consider']({ lost }))
  return { ...desk, handlers, reset: () => reset?.(), places, record, consider }
}

const kinds = ({ proofs }: Outlook, stays = true): string[] =>
  proofs.filter(({ lostWith }) => (lostWith.length === 0) === stays).map(({ kind }) => kind)

it('what is left after a loss is worked out from what the tenant says, without another request', async () => {
  const { consider, sandbox } = await bench(lin, { [linOtp]: { label: '手机' } })
  const all = await consider()
  expect(all).toMatchObject({ verdict: 'several' })
  expect(all).not.toHaveProperty('addition')
  expect(all.proofs.find(({ kind }) => kind === 'app')).toMatchObject({ name: '手机', place: 'phone', isSaid: false })
  expect(all.proofs.find(({ kind }) => kind === 'sms')?.target).toBe('+86 ••••• 8000')
  sandbox.requests.clear()
  const outlook = await consider('phone', 'mailbox', 'laptop')
  expect(kinds(outlook)).toEqual(['password', 'face', 'recoveryCode'])
  expect(outlook.verdict).toBe('one')
  expect(sandbox.requests).toHaveLength(0)
})

it('nobody is promised a recovery code that was not kept here', async () => {
  const facts = { [linOtp]: { addedAt: 1_000, codeKeptAt: 2_000 } }
  const certain = async (made: number[]) =>
    (await (await bench(lin, facts, made)).consider()).proofs.find(({ kind }) => kind === 'recoveryCode')?.isCertain
  expect(await certain([])).toBe(false)
  expect(await certain([1_500])).toBe(true)
})

it('a place that the person names counts, until they name another', async () => {
  const { consider, handlers, places } = await bench(ben)
  const [, sms] = (await consider()).proofs
  expect((await consider('phone')).verdict).toBe('one')
  await handlers['whatIf:say']({ id: sms?.id ?? '', place: 'elsewhere' })
  expect((await consider('phone')).verdict).toBe('several')
  expect((await consider()).proofs[1]).toMatchObject({ place: 'elsewhere', isSaid: true })
  await handlers['whatIf:say']({ id: sms?.id ?? '', place: 'unknown' })
  expect(places.value()).toEqual({ [sms?.id ?? '']: 'unknown' })
  expect((await consider('laptop')).proofs[1]).toMatchObject({ isSaid: true, lostWith: ['laptop'] })
})

it('a method that failed in the last fire drill is no certain way', async () => {
  const { consider, record } = await bench(ben)
  const [, , email] = (await consider()).proofs
  expect((await consider('phone')).verdict).toBe('one')
  await record.change((kept) => ({ ...kept, results: { [email?.id ?? '']: { result: 'fails', at: 1 } } }))
  expect((await consider('phone')).verdict).toBe('perhaps')
})

it('a type that this version does not know, and a password that nobody tells of, are no certain ways', async () => {
  const { consider, sandbox, handlers } = await bench(noor)
  expect((await consider('phone', 'number')).verdict).toBe('none')
  const voice = (await consider()).proofs.find(({ kind }) => kind === 'other')
  await handlers['whatIf:say']({ id: voice?.id ?? '', place: 'elsewhere' })
  expect((await consider('phone', 'number')).verdict).toBe('perhaps')
  sandbox.faults.set('/api/v3/get-security-info', { kind: 'data', value: { passwordSet: false } })
  await handlers['whatIf:read'](undefined)
  const outlook = await consider()
  expect(outlook.verdict).toBe('perhaps')
  expect(kinds(outlook)).toContain('otherSignIn')
})

it('the one thing to add is something that the tenant offers', async () => {
  const { consider } = await bench(ada)
  expect(await consider()).toMatchObject({ verdict: 'one', addition: 'passkey' })
  expect(await consider('laptop')).not.toMatchObject({ addition: 'passkey' })
})

it('what was read goes with the session', async () => {
  const { consider, reset, calls } = await bench(ada)
  await consider()
  reset()
  await consider()
  expect(calls('/api/v3/list-enrolled-factors', 'GET')).toBe(2)
})

it('fails with the reason if the account cannot be read', async () => {
  const { consider, sandbox } = await bench(ada)
  sandbox.faults.set('/api/v3/list-enrolled-factors', { kind: 'businessError', statusCode: 403, message: 'no' })
  await expect(consider()).rejects.toMatchObject({ code: 'rejected' })
})
