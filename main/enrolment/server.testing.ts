import type { Challenge, Event, Request } from './state'

/** The request that binds. */
export type Confirmation = Extract<Request, { do: 'enrol' }>

interface Binding {
  recoveryCode: string | undefined
  target: string
}

/** A tenant in a few lines. It decides nothing: what it does with a request is part of the generated sequence. */
export interface Server {
  now: number
  /** How many factors of one type it lets a person have. */
  limit: 1 | 2
  made: number
  key: number
  opened: Map<string, { challenge: Challenge; target: string }>
  /** What this enrolment has bound. */
  bound: Binding[]
  /** Confirmations whose answer was lost. */
  lost: Set<string>
  /** A confirmation the person's app has given up on and the server has yet to carry out. */
  late: Confirmation | undefined
}

export const failure = { code: 'unexpected', at: 0 } as const

export const serverWith = (limit: Server['limit']): Server => ({
  now: 1_000_000,
  limit,
  made: 0,
  key: 0,
  opened: new Map(),
  bound: [],
  lost: new Set(),
  late: undefined
})

/** Binds, unless the token is used, too old or unknown, or there is no room. Whether it did. */
export function carryOut(server: Server, { token }: Confirmation): boolean {
  const open = server.opened.get(token)
  if (!open || server.bound.length >= server.limit || server.now >= open.challenge.sentAt + 60_000) return false
  server.opened.delete(token)
  server.bound.push({ recoveryCode: open.challenge.otp?.recoveryCode, target: open.target })
  return true
}

function open(server: Server, { factorType, target }: Extract<Request, { do: 'send' }>, keepsKey: boolean): Challenge {
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
  does: 'answers' | 'refuses' | 'loses the request' | 'loses the answer' | 'acts after all'
  keepsKey: boolean
  final: boolean
}

/** What comes back for the request under way. */
export function answer(server: Server, request: Request, { does, keepsKey, final }: Handling): Event {
  if (request.do === 'send') {
    if (does === 'refuses' || does === 'loses the request') return { type: 'notSent', failure }
    const challenge = open(server, request, keepsKey)
    return does === 'answers'
      ? { type: 'sent', target: request.target, before: [], challenge }
      : { type: 'notSent', failure }
  }
  if (request.do === 'reread') {
    if (does !== 'answers') return { type: 'notReread', failure }
    return { type: 'reread', bound: server.bound.length > 0, at: server.now }
  }
  if (does === 'refuses') return { type: 'refused', failure, final }
  if (does === 'answers') {
    return carryOut(server, request)
      ? { type: 'verified', at: server.now }
      : { type: 'refused', failure, final: server.bound.length > 0 }
  }
  server.lost.add(request.token)
  if (does === 'loses the answer') carryOut(server, request)
  if (does === 'acts after all' && server.limit === 1) server.late = request
  return { type: 'answerLost', failure }
}
