import type { ErrorCode } from '../../contract/result'
import { AppError } from '../ground/errors'
import { tlsCodes } from '../tenant/fetch'

/** Failures after which another try may help. */
export const passing = new Set<ErrorCode>(['unreachable', 'proxyUnreachable', 'timedOut', 'serverFault'])

/** Failures after which the session is over, so that its refresh token must not be sent again. */
export const ending = new Set<ErrorCode>(['sessionEnded', 'sessionForeign', 'sessionNotVerified'])

const unchanging = new Set<ErrorCode>([
  'offline',
  ...tlsCodes,
  'proxyPasswordNeeded',
  'proxySchemeUnsupported',
  'proxyUnreachable',
  'captivePortal',
  'rateLimited',
  'deviceDeactivated',
  'deviceSuspended'
])

/**
 * Returns true if the tenant refused without ending the session, so that it has renewed nothing. An answer without any reason
 * is no refusal, because it may come from a proxy or a firewall.
 */
export const isRefusal = ({ facts }: AppError): boolean => facts.refused === true

/** Returns true if the tenant has certainly renewed nothing. A 503 handled nothing (RFC 9110 section 15.6.4). */
export const hasChangedNothing = (error: unknown): boolean =>
  error instanceof AppError && (unchanging.has(error.code) || error.facts.status === 503)
