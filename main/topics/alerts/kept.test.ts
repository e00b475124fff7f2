import { copyFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { tellingActs } from '../../facts/ownActs'
import { enrollFactor, listEnrolledFactors, sendEnrollFactorRequest } from '../../tenant/operations'
import { ada, ben, minute, open, pass } from './alerts.testing'

/** Looks at the methods of one person, and waits until the next look is due. `showOneMore` lists another one from then on. */
async function looked() {
  const desk = await open(ada)
  const listed = await desk.client.call(listEnrolledFactors)
  const show = (data: typeof listed): void => {
    desk.tenant.young = { active: { data, readAt: Date.now() } }
  }
  show(listed)
  await desk.lookByItself()
  pass(16 * minute)
  const showOneMore = (factorId: string): void => show([...listed, { factorId, factorType: 'OTP', profile: undefined }])
  return { desk, showOneMore }
}

it('an alert that was lost on the way into its file, or with an older file, is raised from the ledger', async () => {
  const desk = await open(ben)
  await desk.look()
  const file = join(desk.profile, 'memory', 'alerts.json')
  const older = join(desk.profile, 'older')
  await mkdir(older)
  await copyFile(file, join(older, 'alerts.json'))
  pass(minute)
  desk.sandbox.changeElsewhere(ben, { phone: { phoneNumber: '2025550199', phoneCountryCode: '+1' } })
  const { waiting } = await desk.look()
  expect(waiting).toHaveLength(1)
  await copyFile(join(older, 'alerts.json'), file)
  pass(minute)
  expect((await desk.again().look()).waiting.map(({ id }) => id)).toEqual(waiting.map(({ id }) => id))
  expect((await desk.again().look()).waiting).toHaveLength(1)
  expect(desk.notices).toHaveLength(2)
})

it('a method that was added elsewhere is an alert although the comparison of the lists has forgotten everything', async () => {
  const { desk, showOneMore } = await looked()
  showOneMore('strange')
  await desk.lookByItself()
  const { waiting } = await desk.alerts.handlers['alerts:read'](undefined)
  expect(waiting).toMatchObject([{ rule: 'factorAdded', factorType: 'OTP' }])
  expect(JSON.stringify(waiting)).not.toContain('key')
  expect(desk.notices).toHaveLength(1)
})

it('a method that another process has added is no alert, before the next look and after it', async () => {
  const { desk, showOneMore } = await looked()
  const { alerts: other } = desk.again()
  other.acts.began({ about: 'factor', kind: 'added', subject: 'OTP', at: Date.now() })
  await other.settled?.()
  desk.alerts.factorChanged({ kind: 'added', factorType: 'OTP' })
  await desk.alerts.settled?.()
  showOneMore('ours')
  await desk.lookByItself()
  desk.alerts.factorChanged({ kind: 'added', factorType: 'OTP' })
  await desk.alerts.settled?.()
  expect(desk.notices).toEqual([])
  expect(await desk.changes()).toMatchObject([{ kind: 'factorAdded', own: true }])
})

it('what this app does while a look is under way is no alert', async () => {
  const desk = await open(ben)
  await desk.look()
  pass(minute)
  const looking = desk.look()
  desk.alerts.acts.began({ about: 'phone', at: Date.now() })
  desk.sandbox.changeElsewhere(ben, { phone: { phoneNumber: '2025550199', phoneCountryCode: '+1' } })
  expect((await looking).waiting).toEqual([])
  expect(await desk.changes()).toMatchObject([{ kind: 'phoneChanged', own: true }])
})

it('a number that this app adds as a method is no alert when it becomes the number of the account', async () => {
  const desk = await open(ada)
  await desk.look()
  const client = tellingActs(desk.client, () => desk.alerts.acts)
  const profile = { phoneNumber: '2025550199', phoneCountryCode: '+1' }
  const begun = await client.send(sendEnrollFactorRequest, { factorType: 'SMS', profile })
  const outbox: unknown = await (await fetch(desk.sandbox.outbox, { headers: { accept: 'application/json' } })).json()
  const [sent] = z.array(z.object({ code: z.string() })).parse(outbox)
  const proof = { factorType: 'SMS', enrollmentToken: begun.enrollmentToken, enrollmentData: { passCode: sent?.code } }
  await client.send(enrollFactor, proof)
  expect((await desk.look()).waiting).toEqual([])
  expect((await desk.changes()).map(({ kind, own }) => [kind, own])).toEqual([
    ['factorAdded', true],
    ['phoneChanged', true]
  ])
})
