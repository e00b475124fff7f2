import { expect, it } from 'vitest'
import { TestClient } from '../../../sandbox/testing/client.testing'
import { lin, linOtp } from '../removal/removal.testing'
import { incidentDesk } from './incident.testing'

const computer = { id: 'rX3mUe0kTzqjVb8oYcW2Lw', passkey: true, name: '诊所的电脑' }
const phone = 'Jp-7dQ_f4H2sNaZ1gKxE9A'
const path = '/api/v3/webauthn/credentials'

/** Resolves to an incident of somebody with four factors and two passkeys, at its step for the ways to sign in. */
async function choosing(before: (desk: Awaited<ReturnType<typeof incidentDesk>>) => void = () => undefined) {
  const desk = await incidentDesk(lin)
  before(desk)
  await desk.begin()
  const { open, failure } = await desk.act('skip', 'skip')
  return { ...desk, open, failure, removals: () => desk.calls(`${path}/${computer.id}`, 'DELETE') }
}

it('asks of each passkey whose it is, with its name and when it was made', async () => {
  const { open } = await choosing()
  expect(open).toMatchObject({ kind: 'choice', step: 'factors' })
  expect(open && 'subjects' in open && open.subjects?.slice(4)).toEqual([
    { ...computer, addedAt: Date.parse('2026-03-02T09:14:00.000Z') },
    { id: phone, passkey: true, name: '手机', addedAt: Date.parse('2026-05-20T18:40:00.000Z') }
  ])
})

it('removes a passkey after a question outside of the page, and reads it back', async () => {
  const { decide, dialogs, removals, save, saved } = await choosing()
  const done = await decide([computer.id])
  expect([dialogs.length, removals()]).toEqual([1, 1])
  expect(done.steps[2]).toMatchObject({ step: 'factors', outcome: 'proven' })
  expect(done.lines.find(({ what }) => what === 'removed')).toMatchObject({ subject: computer, by: 'proven' })
  await save()
  expect(saved[0]?.text).toContain('Removed: Passkey, 诊所的电脑')
})

it('keeps a passkey if the person says so outside of the page', async () => {
  const { decide, answerDialogs, removals } = await choosing()
  answerDialogs(() => Promise.resolve(false))
  const kept = await decide([computer.id])
  expect([removals(), kept.failure, kept.steps[2]?.outcome]).toEqual([0, undefined, undefined])
})

it('finds a passkey gone that somebody else has removed, and asks nobody', async () => {
  const { decide, dialogs, sandbox } = await choosing()
  const elsewhere = new TestClient(sandbox)
  const { access_token: token } = await elsewhere.signIn('lin')
  await elsewhere.send(`webauthn/credentials/${computer.id}`, token, undefined, 'DELETE')
  const done = await decide([computer.id])
  expect([dialogs.length, done.lines.find(({ what }) => what === 'removed')?.by]).toEqual([0, 'gone'])
})

it('sends a removal once whose answer is lost, and finds it done', async () => {
  const { decide, removals, sandbox } = await choosing()
  sandbox.faults.set(`${path}/${computer.id}`, { kind: 'lostAnswer' })
  const done = await decide([computer.id])
  expect([removals(), done.steps[2]?.outcome]).toEqual([1, 'proven'])
})

it('says why a passkey was not removed, and does not go on', async () => {
  const { decide, sandbox } = await choosing()
  sandbox.faults.set(`${path}/${computer.id}`, { kind: 'businessError', statusCode: 403, message: 'no' })
  const refused = await decide([computer.id, phone])
  expect([refused.failure?.code, refused.steps[2]?.outcome]).toEqual(['rejected', undefined])
})

it.each([
  ['null', { kind: 'nullData' }],
  ['a page of somebody else', { kind: 'notJson' }]
] as const)('does not take %s in place of the list for a proof that a passkey is gone', async (_what, fault) => {
  const { decide, answerDialogs, sandbox } = await choosing()
  answerDialogs(() => {
    sandbox.faults.set(path, fault)
    return Promise.resolve(true)
  })
  sandbox.faults.set(`${path}/${computer.id}`, { kind: 'status', status: 503 })
  const doubtful = await decide([computer.id])
  expect([doubtful.failure?.code, doubtful.steps[2]?.outcome]).toEqual(['serverFault', undefined])
  sandbox.faults.clear()
  const accepted = await decide([computer.id])
  expect(accepted.lines.find(({ what }) => what === 'removed')).toMatchObject({ subject: computer, by: 'accepted' })
  expect(accepted.steps[2]?.outcome).toBe('part')
})

it('reads what became of a passkey if the person stops after the removal was sent, and the answer is lost', async () => {
  const { act, decide, sandbox, view } = await choosing()
  sandbox.faults.set(`${path}/${computer.id}`, {
    kind: 'rewrite',
    change(answer) {
      void act('stop')
      sandbox.faults.set(path, { kind: 'nullData', times: 1 })
      return { ...answer, statusCode: 503 }
    }
  })
  await decide([computer.id, phone])
  const { stopped, lines } = await view()
  expect([stopped, lines.find(({ what }) => what === 'removed')]).toMatchObject([
    true,
    { subject: computer, by: 'foundDone' }
  ])
})

it('asks of the factors although the passkeys cannot be read, says why, and is done in part', async () => {
  const { open, failure, decide } = await choosing(({ sandbox }) =>
    sandbox.faults.set(path, { kind: 'businessError', statusCode: 403, message: 'no' })
  )
  expect([open && 'subjects' in open && open.subjects?.length, failure?.code]).toEqual([4, 'rejected'])
  const done = await decide([linOtp])
  expect(done.lines.find(({ what }) => what === 'removed')?.by).toBe('proven')
  expect([done.steps[2]?.outcome, done.failure]).toEqual(['part', undefined])
})
