import { expect, it } from 'vitest'
import { drillDesk, lin, run } from './drill.testing'

const [verify, check] = ['/api/v3/mfa-totp-verify', '/api/v3/pre-check-code']

it('tells of each result the answer of the tenant that it rests on', async () => {
  const desk = await drillDesk(lin, { deadFactor: 'SMS' })
  const given: unknown[] = []
  const change = (answer: Record<string, unknown>) => {
    given.push(answer['requestId'])
    return answer
  }
  for (const path of [verify, check, '/api/v3/send-sms']) desk.sandbox.faults.set(path, { kind: 'rewrite', change })
  await run(desk)
  const common = { source: 'test', readAt: desk.clock.now }
  const listed = { values: [], readAt: desk.clock.now }
  expect(desk.origins()).toEqual([
    [{ ...common, field: 'mfa-totp-verify verified', values: ['true'], requestId: given[0] }],
    [{ ...common, field: 'pre-check-code isValid', values: ['true'], requestId: given[1] }],
    [{ ...common, field: 'send-sms', values: [], requestId: given[2] }],
    [],
    [{ ...listed, source: 'active', field: 'factorType', requestId: 'of active' }],
    [{ ...listed, source: 'passkeys', field: 'list', requestId: 'of passkeys' }]
  ])
  expect(given).toEqual([expect.any(String), expect.any(String), expect.any(String)])
})

it('keeps the refusal that a result rests on, and no answer for what the person left', async () => {
  const desk = await drillDesk()
  await desk.start()
  desk.next()
  await desk.send()
  desk.sandbox.faults.set(check, { kind: 'businessError', statusCode: 422, apiCode: 2001, message: 'Wrong' })
  await desk.check('123456')
  desk.clock.now += 60_000
  await desk.send()
  desk.next()
  await desk.send()
  desk.next()
  const [app, email, sms] = desk.origins()
  expect(email).toMatchObject([{ field: 'pre-check-code isValid', readAt: desk.clock.now - 60_000 }])
  expect(email?.[0]?.requestId).toEqual(expect.any(String))
  expect([app, sms]).toEqual([undefined, undefined])
})
