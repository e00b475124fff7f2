import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { AppError } from '../../ground/errors'
import { temporaryFolder } from '../../ground/temporaryFolder.testing'
import { enrollFactor } from '../../tenant/operations'
import { createFactorMemory, type FactorMemory } from './factorMemory'
import { createOwnChanges, type OwnChanges } from './ownChanges'
import type { FactorChange } from './records'

const sms = { factorId: 'a', factorType: 'SMS' }
const otp = { factorId: 'b', factorType: 'OTP' }

let folder: string
let sub: string | undefined
let foreign: FactorChange[]
let own: OwnChanges
let memory: FactorMemory
beforeEach(async () => {
  folder = await temporaryFolder()
  sub = 'ada'
  foreign = []
  own = createOwnChanges(() => sub)
  memory = createFactorMemory({
    path: join(folder, 'factors.json'),
    issuer: 'https://id.fernhill.example/oidc',
    sub: () => sub,
    own,
    onForeign: (change) => foreign.push(change),
    log: () => undefined
  })
})
afterEach(async () => {
  await memory.settled()
})

it('takes no change from an answer that a later list has overtaken', async () => {
  await memory.follow()([sms])
  const early = memory.follow()
  await memory.follow()([sms, otp])
  await early([sms])
  expect(foreign).toMatchObject([{ kind: 'added', factorType: 'OTP' }])
})

it('takes nothing from a list that arrives when somebody else is signed in', async () => {
  await memory.follow()([sms])
  const late = memory.follow()
  sub = 'ben'
  await late([])
  expect(foreign).toEqual([])
})

it("does not take one person's request as the reason for a change to another person", async () => {
  const cutOff = (): Promise<never> => Promise.reject(new AppError('unreachable'))
  const client = own.noting({ call: cutOff, ask: cutOff, send: cutOff, clockError: () => undefined })
  await expect(client.send(enrollFactor, { factorType: 'OTP' })).rejects.toThrow()
  sub = 'ben'
  await memory.follow()([sms])
  await memory.follow()([sms, otp])
  expect(foreign).toMatchObject([{ kind: 'added', factorType: 'OTP' }])
})

it('keeps the label of the same factor id apart between two people', async () => {
  await memory.follow()([sms])
  await memory.label('a', 'Ada’s phone')
  expect((await memory.follow()([sms]))('a')).toEqual({ label: 'Ada’s phone' })
  sub = 'ben'
  expect((await memory.follow()([sms]))('a')).toEqual({})
})

it('knows nothing when nobody is signed in', async () => {
  sub = undefined
  expect((await memory.follow()([sms]))('a')).toEqual({})
  await expect(memory.label('a', 'x')).rejects.toMatchObject({ code: 'invalidInput' })
})
