import type { Challenge, EnrolmentEvent, Effect } from './state'

/** The request that binds. */
export type Confirmation = Extract<Effect, { do: 'enrol' }>

interface Binding {
  recoveryCode: string | undefined
  target: string
}

/** A tenant in a few lines. It decides nothing, because the generated sequence says what happens to each request. */
export interface Server {
  now: number
  /** The number of factors of one type that a person may have. */
  limit: 1 | 2
  made: number
  key: number
  opened: Map<string, { challenge: Challenge; target: string }>
  /** The targets that the person agreed to add in this enrolment. */
  agreed: Set<string>
  /** Pairs of a token and a code that was refused for it. */
  refused: Set<string>
  /** The bindings that this enrolment has made. */
  bound: Binding[]
  /** Confirmations whose answer was lost. */
  lost: Set<string>
  /** A confirmation that the person's app no longer waits for and the server has not yet carried out. */
  late: Confirmation | undefined
}

export const failure = { code: 'unexpected', at: 0 } as const

/** Returns a code with the challenge that it is for. */
export const pairOf = ({ token, entry }: Confirmation): string | undefined =>
  'passcode' in entry ? `${token} ${entry.passcode}` : undefined

export const serverWith = (limit: Server['limit']): Server => ({
  now: 1_000_000,
  limit,
  made: 0,
  key: 0,
  opened: new Map(),
  agreed: new Set(),
  refused: new Set(),
  bound: [],
  lost: new Set(),
  late: undefined
})

/** Binds, unless the token is used, too old or unknown, or the limit is reached. Returns true if it did. */
export function carryOut(server: Server, { token }: Confirmation): boolean {
  const open = server.opened.get(token)
  if (!open || server.bound.length >= server.limit || server.now >= open.challenge.sentAt + 60_000) return false
  server.opened.delete(token)
  server.bound.push({ recoveryCode: open.challenge.otp?.recoveryCode, target: open.target })
  return true
}

function open(server: Server, { factorType, target }: Extract<Effect, { do: 'send' }>, handling: Handling): Challenge {
  const { keepsKey, keepsToken } = handling
  const last = server.opened.get(`secret-token-${server.made}`)
  if (keepsToken && last?.target === JSON.stringify(target)) return last.challenge
  if (!keepsKey) server.key++
  const challenge: Challenge = {
    token: `secret-token-${++server.made}`,
    sentAt: server.now,
    expiresAt: server.now + 56_000,
    ...(factorType === 'OTP' && {
      otp: {
        key: `secret-key-${server.key}`,
        uri: `otpauth://totp/secret-key-${server.key}`,
        algorithm: 'SHA1',
        digits: 6,
        period: 30,
        issuer: 'Fernhill Clinic',
        account: 'ada',
        recoveryCode: `secret-recovery-${server.key}`
      }
    })
  }
  server.opened.set(challenge.token, { challenge, target: JSON.stringify(target) })
  return challenge
}

export interface Handling {
  does:
    'answers' | 'refuses' | 'refuses oddly' | 'acts oddly' | 'loses the request' | 'loses the answer' | 'acts after all'
  keepsKey: boolean
  /** True if the server gives the challenge that is already open. */
  keepsToken: boolean
  final: boolean
  refusal: 'passcodeWrong' | 'enrolmentRefused' | 'factorAlreadyBound' | 'rateLimited' | 'serverFault'
  /** The `codeAhead` that main finds for a refused code by its key. */
  aheadMs: number | undefined
}

/** Returns the outcome of the request under way. */
export function answer(server: Server, request: Effect, handling: Handling): EnrolmentEvent {
  const { does } = handling
  switch (request.do) {
    case 'ask':
      if (does !== 'answers') return { type: 'notAgreed', failure }
      server.agreed.add(JSON.stringify(request.target))
      return { type: 'agreed', target: request.target }
    case 'send': {
      if (does === 'refuses') return { type: 'notSent', failure: { code: handling.refusal, at: server.now } }
      if (does !== 'answers' && does !== 'loses the answer') return { type: 'notSent', failure }
      const challenge = open(server, request, handling)
      return does === 'answers'
        ? { type: 'sent', target: request.target, before: [], challenge }
        : { type: 'notSent', failure }
    }
    case 'reread':
      if (does !== 'answers') return { type: 'notReread', failure }
      return { type: 'reread', bound: server.bound.length > 0, at: server.now }
    case 'enrol':
      return confirm(server, request, handling)
  }
}

const isPassing = (code: Handling['refusal']): boolean => code === 'rateLimited' || code === 'serverFault'

function confirm(server: Server, request: Confirmation, handling: Handling): EnrolmentEvent {
  const { does, final, refusal, aheadMs } = handling
  const refuse = (isFinal: boolean, unclear = false): EnrolmentEvent => {
    if (!isPassing(refusal)) server.refused.add(pairOf(request) ?? '')
    // Only a final refusal has this code.
    const code = refusal === 'factorAlreadyBound' && !isFinal ? 'enrolmentRefused' : refusal
    const said = { type: 'refused', failure: { code, at: server.now }, final: isFinal } as const
    return { ...said, ...(aheadMs !== undefined && { aheadMs }), ...(unclear && { unclear }) }
  }
  if ((does === 'refuses oddly' || does === 'acts oddly') && !isPassing(refusal)) {
    if (does === 'acts oddly') carryOut(server, request)
    server.lost.add(request.token)
    return refuse(final, true)
  }
  if (does === 'refuses') return refuse(final)
  if (does === 'answers') {
    return carryOut(server, request) ? { type: 'verified', at: server.now } : refuse(server.bound.length > 0)
  }
  server.lost.add(request.token)
  if (does === 'loses the answer') carryOut(server, request)
  if (does === 'acts after all' && server.limit === 1) server.late = request
  return { type: 'answerLost', failure }
}
