import { describe, expect, it } from 'vitest'
import { errorCode } from '../../contract/result'
import { AppError } from '../errors'
import {
  challengeRefusal,
  enrolmentRefusal,
  isFinal,
  mayHaveHappened,
  mayWantProof,
  removalRefusal,
  unbindingRefusal,
  uploadRefusal
} from './refusals'

const refused = (facts: AppError['facts']): AppError => new AppError('rejected', facts)

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
    const error = refused({ apiCode, detail: 'No', requestId: 'r-1', status: 422 })
    expect(enrolmentRefusal(error)).toMatchObject({
      code,
      facts: { detail: 'No', requestId: 'r-1', status: 422 },
      cause: error
    })
  })

  it('is nothing that failed in another way', () => {
    for (const error of [new AppError('offline', { apiCode: 2001 }), new TypeError('x'), undefined]) {
      for (const meaning of [enrolmentRefusal, removalRefusal, unbindingRefusal, uploadRefusal]) {
        expect(meaning(error)).toBe(error)
      }
    }
  })

  it.each([1706, 2035, 1700, undefined])(
    'of an upload with the code %s says only that the photo did not arrive',
    (apiCode) => {
      expect(uploadRefusal(refused({ apiCode, detail: 'No' }))).toMatchObject({
        code: 'photoNotUploaded',
        facts: { detail: 'No' }
      })
    }
  )

  it.each([
    [2217, 'lastMethod', 'lastMethod'],
    [2001, 'rejected', 'passcodeWrong'],
    [2300, 'rejected', 'passcodeExpired'],
    [2035, 'rejected', 'rejected']
  ])('of a removal with the code %i speaks of no method that is added', (apiCode, without, byCode) => {
    expect(removalRefusal(refused({ apiCode }))).toMatchObject({ code: without })
    expect(unbindingRefusal(refused({ apiCode }))).toMatchObject({ code: byCode })
  })

  it('is final only where no other entry helps', () => {
    expect(errorCode.options.filter(isFinal)).toEqual(['factorAlreadyBound', 'faceNeedsContact'])
  })
})

describe('a command', () => {
  it('may have been carried out, unless the server said that it was not', () => {
    const answered = ['rateLimited', 'signedOut', 'sessionEnded', 'sessionNotRenewed']
    for (const code of errorCode.options) expect(mayHaveHappened(new AppError(code))).toBe(!answered.includes(code))
    expect(mayHaveHappened(new TypeError('x'))).toBe(true)
  })

  it.each([400, 402, 409, 413, 422, 499])('was not carried out when it was refused with %i', (status) => {
    expect(mayHaveHappened(refused({ status }))).toBe(false)
  })

  it.each([201, 204, 401, 403, 404, 601, 602, 603, undefined])(
    'may have been carried out when it was answered with %s, unless a known business code says why not',
    (status) => {
      expect(mayHaveHappened(refused({ status }))).toBe(true)
      expect(mayHaveHappened(refused({ status, apiCode: 2333 }))).toBe(true)
      expect(mayHaveHappened(refused({ status, apiCode: 6001 }))).toBe(false)
    }
  )
})

describe('a proof', () => {
  it.each([
    [422, undefined, true],
    [400, undefined, true],
    [499, 2080, true],
    [422, 2217, false],
    [499, 2333, false],
    [401, undefined, false],
    [403, undefined, false],
    [404, undefined, false],
    [603, undefined, false]
  ])('may be wanted by an answer with %i and the business code %s: %s', (status, apiCode, wanted) => {
    expect(mayWantProof(refused({ status, apiCode }))).toBe(wanted)
  })

  it('is not what a failure of the way asks for', () => {
    expect(mayWantProof(new AppError('serverFault', { status: 422 }))).toBe(false)
  })
})

it.each([2001, 2300, 6001, 6003])('a challenge refused with %i does not blame a code that nobody typed', (apiCode) => {
  const said = { apiCode, detail: 'No', status: 422 }
  for (const factorType of ['OTP', 'SMS'] as const) {
    expect(challengeRefusal(refused(said), factorType)).toMatchObject({ code: 'enrolmentRefused', facts: said })
  }
})

describe('a challenge whose request got no answer', () => {
  it.each(['SMS', 'EMAIL'] as const)('may have sent a code by %s', (factorType) => {
    const lost = new AppError('timedOut', { detail: 'x' })
    expect(challengeRefusal(lost, factorType)).toMatchObject({ code: 'codeMayNotCount', facts: { detail: 'x' } })
    expect(challengeRefusal(new AppError('offline'), factorType)).toMatchObject({ code: 'offline' })
  })

  it('has sent nothing where nothing is sent', () => {
    expect(challengeRefusal(new AppError('timedOut'), 'OTP')).toMatchObject({ code: 'timedOut' })
  })
})
