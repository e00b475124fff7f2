import { describe, expect, it } from 'vitest'
import { errorCode } from '../../contract/result'
import { AppError } from '../ground/errors'
import {
  challengeRefusal,
  enrolmentRefusal,
  isFinal,
  isUnclear,
  mayHaveHappened,
  mayWantProof,
  removalRefusal,
  sendingFailure,
  unbindingRefusal,
  uploadRefusal
} from './outcome'

const refused = (facts: AppError['facts']): AppError => new AppError('rejected', facts)

describe('a refusal', () => {
  it.each([
    [1700, 'faceNoPhoto'],
    [1701, 'faceNoPhoto'],
    [1702, 'faceMismatch'],
    [1703, 'faceNeedsContact'],
    [1704, 'faceNeedsContact'],
    [1705, 'faceNeedsContact'],
    [1706, 'factorAlreadyBound'],
    [1707, 'faceFailed'],
    [1708, 'faceFailed'],
    [2001, 'passcodeWrong'],
    [2035, 'factorAlreadyBound'],
    [2200, 'factorAlreadyBound'],
    [2217, 'lastMethod'],
    [2300, 'passcodeExpired'],
    [6001, 'passcodeWrong'],
    [6003, 'passcodeWrong'],
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

  it('is told apart from any other failure, which stays as it is', () => {
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
  ])('of a removal with the code %i mentions no method that is being added', (apiCode, without, byCode) => {
    expect(removalRefusal(refused({ apiCode }))).toMatchObject({ code: without })
    expect(unbindingRefusal(refused({ apiCode }))).toMatchObject({ code: byCode })
  })

  it.each([
    [refused({}), false],
    [new AppError('enrolmentRefused'), true],
    [new AppError('passcodeWrong'), false],
    [new AppError('passcodeWrong', { repeated: true }), true],
    [new AppError('passcodeWrong', { repeated: false }), false],
    [new TypeError('x'), false]
  ])(
    'tells nothing of a code that was sent if it names no reason, or came the second time: %s, %s',
    (error, unclear) => {
      expect(isUnclear(error, 'SMS')).toBe(unclear)
    }
  )

  it('of an authenticator app is clear even if it names no reason', () => {
    expect(isUnclear(new AppError('enrolmentRefused'), 'OTP')).toBe(false)
    expect(isUnclear(new AppError('enrolmentRefused', { repeated: true }), 'OTP')).toBe(true)
  })

  it('is final only if no other entry can help', () => {
    expect(errorCode.options.filter(isFinal)).toEqual(['factorAlreadyBound', 'faceNeedsContact'])
  })
})

describe('a command', () => {
  it('may have been carried out, unless the server said that it was not', () => {
    const barred = ['deviceDeactivated', 'deviceSuspended']
    const answered = ['rateLimited', 'signedOut', 'sessionEnded', 'sessionNotRenewed', ...barred]
    for (const code of errorCode.options) expect(mayHaveHappened(new AppError(code))).toBe(!answered.includes(code))
    expect(mayHaveHappened(new TypeError('x'))).toBe(true)
    expect(mayHaveHappened(undefined)).toBe(true)
  })

  it.each([400, 402, 409, 413, 422, 499])('was not carried out if it was refused with %i', (status) => {
    expect(mayHaveHappened(refused({ status }))).toBe(false)
  })

  it.each([201, 204, 401, 403, 404, 601, 602, 603, undefined])(
    'may have been carried out if it was answered with %s, unless a known business code gives the reason',
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

  it('is not wanted by a failure that is no refusal', () => {
    expect(mayWantProof(new AppError('serverFault', { status: 422 }))).toBe(false)
    expect(mayWantProof(new TypeError('x'))).toBe(false)
  })
})

it.each([2001, 2300, 6001, 6003])('a challenge refused with %i does not blame a code that nobody typed', (apiCode) => {
  const said = { apiCode, detail: 'No', status: 422 }
  for (const factorType of ['OTP', 'SMS'] as const) {
    expect(challengeRefusal(refused(said), factorType)).toMatchObject({ code: 'enrolmentRefused', facts: said })
  }
})

it('a challenge that is refused for another reason names it, whatever its type sends', () => {
  for (const factorType of ['SMS', 'FACE'] as const) {
    expect(challengeRefusal(refused({ apiCode: 1706 }), factorType)).toMatchObject({ code: 'factorAlreadyBound' })
  }
})

describe('a challenge whose request got no answer', () => {
  it.each(['unreachable', 'timedOut', 'serverFault', 'unexpectedAnswer'] as const)(
    'may have sent a code, and so may any request for one: %s',
    (code) => {
      const lost = new AppError(code, { requestId: 'r-1' })
      const facts = { requestId: 'r-1' }
      expect(challengeRefusal(lost, 'EMAIL')).toMatchObject({ code: 'codeMayNotCount', facts, cause: lost })
      expect(sendingFailure(lost)).toMatchObject({ code: 'codeMayArrive', facts, cause: lost })
    }
  )

  it('has sent nothing if the server was certainly not reached, or refused', () => {
    for (const error of [new AppError('offline'), refused({})]) expect(sendingFailure(error)).toBe(error)
  })

  it.each(['SMS', 'EMAIL'] as const)('may have sent a code by %s', (factorType) => {
    const lost = new AppError('timedOut', { detail: 'x' })
    expect(challengeRefusal(lost, factorType)).toMatchObject({ code: 'codeMayNotCount', facts: { detail: 'x' } })
    expect(challengeRefusal(new AppError('offline'), factorType)).toMatchObject({ code: 'offline' })
  })

  it('is no reason to doubt an error that is none of ours', () => {
    const bug = new TypeError('x')
    expect([challengeRefusal(bug, 'SMS'), sendingFailure(bug)]).toEqual([bug, bug])
  })

  it('has sent nothing if its type sends no code', () => {
    expect(challengeRefusal(new AppError('timedOut'), 'OTP')).toMatchObject({ code: 'timedOut' })
  })
})
