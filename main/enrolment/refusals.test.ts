import { describe, expect, it } from 'vitest'
import { errorCode } from '../../contract/result'
import { AppError } from '../errors'
import { isFinal, mayHaveHappened, refusalOf } from './refusals'

describe('a refusal', () => {
  it.each([
    [1700, 'faceNoPhoto'],
    [1702, 'faceMismatch'],
    [1703, 'faceNeedsContact'],
    [1706, 'factorAlreadyBound'],
    [1708, 'faceFailed'],
    [2001, 'passcodeWrong'],
    [2300, 'passcodeExpired'],
    [6001, 'passcodeWrong'],
    [9999, 'enrolmentRefused'],
    [undefined, 'enrolmentRefused']
  ])('with the code %s means %s, and keeps the server’s words', (apiCode, code) => {
    const refused = new AppError('rejected', { apiCode, detail: 'No', requestId: 'r-1', status: 422 })
    expect(refusalOf(refused, 'enrolmentRefused')).toMatchObject({
      code,
      facts: { detail: 'No', requestId: 'r-1', status: 422 },
      cause: refused
    })
  })

  it('is nothing that failed in another way', () => {
    for (const error of [new AppError('unreachable', { apiCode: 2001 }), new TypeError('x'), undefined])
      expect(refusalOf(error, 'enrolmentRefused')).toBe(error)
  })

  it('is final only where no other entry helps', () => {
    expect(errorCode.options.filter(isFinal)).toEqual(['factorAlreadyBound', 'faceNeedsContact'])
  })
})

it('takes a command for possibly carried out, unless the server answered that it was not', () => {
  const answered = ['rateLimited', 'rejected', 'signedOut', 'sessionEnded', 'sessionNotRenewed']
  for (const code of errorCode.options) expect(mayHaveHappened(new AppError(code))).toBe(!answered.includes(code))
  expect(mayHaveHappened(new TypeError('x'))).toBe(true)
})
