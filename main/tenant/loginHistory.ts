import { z } from 'zod'
import type { SignIn } from '../../contract/activity'
import { longestAppId, longestDetail, longestName } from '../../contract/fields'
import { listOf, operation } from './endpoint'
import { toldFlag, toldMoment, toldText } from './told'

/** The rows that one request asks for. */
export const rowsPerRequest = 50

/** The parameters of the endpoint that lists sign-ins. Moments are in ms since the epoch. */
export interface LoginHistoryQuery {
  page: number
  limit: number
  start?: number
  end?: number
  success?: boolean
  appId?: string
  clientIp?: string
}

export interface LoginHistoryPage {
  /** The number of sign-ins that match, if the tenant says so. */
  total: number | undefined
  /** The number of rows that came, readable or not. */
  length: number
  rows: SignIn[]
}

const name = toldText(longestName)
const detail = toldText(longestDetail)

const nothing = {}
const agent = z
  // The OpenAPI file says `browser`, the vendor's SDK `name`.
  .object({ browser: name, name, os: name })
  .catch({ browser: undefined, name: undefined, os: undefined })
const place = z
  .object({
    country_code2: z
      .string()
      .regex(/^[A-Z]{2}$/)
      .optional()
      .catch(undefined),
    country_name: name,
    city_name: name,
    timezone: name
  })
  .catch({ country_code2: undefined, country_name: undefined, city_name: undefined, timezone: undefined })

const row: z.ZodType<SignIn> = z
  .object({
    loginAt: toldMoment,
    success: toldFlag,
    appId: toldText(longestAppId),
    appName: name,
    loginMethod: name,
    errorMessage: detail,
    clientIp: name,
    userAgent: detail,
    parsedUserAgent: z.preprocess((given) => given ?? nothing, agent),
    geoip: z.preprocess((given) => given ?? nothing, place)
  })
  .transform(({ parsedUserAgent, geoip, ...read }) => ({
    at: read.loginAt,
    success: read.success,
    appId: read.appId,
    app: read.appName,
    method: read.loginMethod,
    error: read.errorMessage,
    address: read.clientIp,
    browser: parsedUserAgent.browser ?? parsedUserAgent.name,
    system: parsedUserAgent.os,
    countryCode: geoip.country_code2,
    country: geoip.country_name,
    city: geoip.city_name,
    timeZone: geoip.timezone,
    userAgent: read.userAgent
  }))

/** One odd row must not cost the others. */
const rows = listOf(row.nullable().catch(null))

const page: z.ZodType<LoginHistoryPage> = z
  .object({ totalCount: z.int().nonnegative().optional().catch(undefined), list: rows })
  .transform(({ totalCount, list }) => ({
    total: totalCount,
    length: list.length,
    rows: list.filter((one) => one !== null)
  }))

/** Lists sign-ins, newest first. The documents do not say whether `start` and `end` are within the range. */
export const getLoginHistory = (query: LoginHistoryQuery) =>
  operation(`/api/v3/get-my-login-history?${queryOf(query)}`, page)

function queryOf(query: LoginHistoryQuery): string {
  const parameters = new URLSearchParams()
  for (const [key, value] of Object.entries(query)) if (value !== undefined) parameters.set(key, String(value))
  return parameters.toString()
}
