import { z } from 'zod'
import { longestAppId, longestFactorId, longestOrganisation } from '../../contract/fields'
import { plainText, textOf } from '../ground/text'
import { command, fromPage, givenListOf, listOf, noData, operation } from './endpoint'
import { toldFlag, toldMoment } from './told'

const factorType = z
  .string()
  .transform((type) => plainText(type, 64))
  .pipe(z.string().min(1))

/** `profile` has no type in the API, so known fields are read if they are strings. */
const factorProfile = z
  .object({
    email: textOf(320).optional().catch(undefined),
    phoneNumber: textOf(40).optional().catch(undefined),
    phoneCountryCode: textOf(8).optional().catch(undefined)
  })
  .nullish()
  .catch(undefined)

const optionalText = textOf(120).nullish().catch(undefined)
const flag = z.boolean().optional().catch(undefined)

export const listFactorsToEnroll = operation('/api/v3/list-factors-to-enroll', listOf(z.object({ factorType })))

const enrolledFactor = z.object({
  factorId: z.string().min(1).max(longestFactorId),
  factorType,
  profile: factorProfile
})

export const listEnrolledFactors = operation('/api/v3/list-enrolled-factors', listOf(enrolledFactor))

/** The same endpoint, for a caller that decides by the list. An answer without a list decides nothing. */
export const listEnrolledFactorsForSure = operation('/api/v3/list-enrolled-factors', givenListOf(enrolledFactor))

/** In ms since the epoch; absent if the tenant does not say. */
const passwordTime = toldMoment.pipe(z.int().min(0)).optional().catch(undefined)

export const getProfile = operation(
  '/api/v3/get-profile',
  z.object({
    name: optionalText,
    nickname: optionalText,
    username: optionalText,
    email: optionalText,
    phone: optionalText,
    phoneCountryCode: optionalText,
    emailVerified: flag,
    passwordLastSetAt: passwordTime
  })
)

/** When the password was last set. */
export const getPasswordTime = operation('/api/v3/get-profile', z.object({ passwordLastSetAt: passwordTime }))

const organisationName = textOf(longestOrganisation).optional().catch(undefined)

export const listLoggedInApps = operation(
  '/api/v3/get-my-logged-in-apps',
  listOf(z.object({ appId: z.string().max(longestAppId).catch(''), appName: organisationName }))
)

export const listTenants = operation('/api/v3/get-my-tenant-list', listOf(z.object({ tenantName: organisationName })))

/**
 * The part of an application's configuration that anybody may read. It is not part of the documented API, so any answer may
 * come, or none.
 */
export const getPublicConfiguration = (appId: string) =>
  operation(
    `/api/v2/applications/${encodeURIComponent(appId)}/public-config`,
    z.object({
      name: organisationName,
      deviceFuncEnabled: toldFlag.optional().catch(undefined)
    })
  )

const secretText = z.string().min(1).max(4096)

const enrollFactorAnswer = z.object({
  enrollmentToken: secretText,
  otpData: z
    .object({ qrCodeUri: z.string().min(1).max(100_000), recoveryCode: textOf(200).nullish().catch(undefined) })
    .nullish()
})
export type EnrollFactorAnswer = z.infer<typeof enrollFactorAnswer>

/** Body: `{ factorType, profile: { phoneNumber?, phoneCountryCode?, email? } }` */
export const sendEnrollFactorRequest = command('/api/v3/send-enroll-factor-request', enrollFactorAnswer)

/** Body: `{ factorType, enrollmentToken, enrollmentData: { passCode?, photo?, isExternalPhoto? } }` */
export const enrollFactor = command('/api/v3/enroll-factor', noData)

/** Body: `{ factorId }` */
export const resetFactor = command('/api/v3/reset-factor', noData)

const photoName = z.string().trim().min(1).max(4096).optional().catch(undefined)

/**
 * Body: FormData with `file`. The folder and the privacy are in the query, as the vendor's own clients send them, because a
 * face must not get a public address. Resolves to the name of the picture, which is its key if the tenant gives one.
 */
export const upload = command(
  '/api/v2/upload?folder=photos&private=true',
  z.object({ key: photoName, url: photoName }).transform(({ key, url }, context) => {
    const photo = key ?? url
    if (photo === undefined) {
      context.addIssue({ code: 'custom', message: 'A picture without a key or an address cannot be named.' })
      return z.NEVER
    }
    return { photo }
  })
)

const countryName = z
  .object({ value: textOf(120) })
  .optional()
  .catch(undefined)

export const getCountryList = operation(
  '/api/v3/get-country-list',
  z
    .array(
      z
        .object({
          alpha2: z.string().regex(/^[A-Z]{2}$/),
          phoneCountryCode: z.string().regex(/^\+?\d{1,4}$/),
          name: z.object({ 'zh-CN': countryName, 'en-US': countryName })
        })
        .transform(({ alpha2, phoneCountryCode, name }) => ({
          alpha2,
          phoneCountryCode,
          names: { en: name['en-US']?.value, 'zh-CN': name['zh-CN']?.value }
        }))
        .nullable()
        // One odd entry, such as a shared code with an area code, must not cost the others.
        .catch(null)
    )
    .max(400)
    .transform((countries) => countries.filter((country) => country !== null))
)

/**
 * No document tells the scale of the score, so it is kept as it comes, whatever it is: a number, a text, `null`, or `false`
 * for anything else. Levels are 1 to 3 in the vendor's own code.
 */
export const getSecurityInfo = operation(
  '/api/v3/get-security-info',
  z.object({
    mfaEnrolled: flag,
    passwordSet: flag,
    passwordSecurityLevel: z.int().min(1).max(3).optional().catch(undefined),
    emailBinded: flag,
    phoneBinded: flag,
    securityScore: z
      .union([z.number(), textOf(40), z.null(), z.literal(false)])
      .optional()
      .catch(false)
  })
)

/** Body: `{ phoneNumber, phoneCountryCode?, channel }` */
export const sendSms = command('/api/v3/send-sms', noData)

/** Body: `{ email, channel }` */
export const sendEmail = command('/api/v3/send-email', noData)

/** Changes nothing. Body: `{ totp }` */
export const verifyTotp = command('/api/v3/mfa-totp-verify', z.object({ verified: z.boolean() }))

/**
 * Does not use the code up. Body: `{ codeType, smsCodePayload?: { phone, phoneCountryCode?, passCode, channel },
 * emailCodePayload?: { email, passCode, channel } }`
 */
export const preCheckCode = command('/api/v3/pre-check-code', z.object({ isValid: z.boolean() }))

/** Body: `{ passCode }` */
export const unbindPhone = command('/api/v3/unbind-phone', noData)

/** Body: `{ passCode }` */
export const unbindEmail = command('/api/v3/unbind-email', noData)

const credentialId = z.string().max(1024).nullish().catch(undefined)
const createdAt = toldMoment.optional().catch(undefined)

/** No source documents a passkey here, so each field is read under every name that the vendor uses elsewhere. */
const webauthnCredential = z
  .object({
    credentialId,
    credentialID: credentialId,
    id: credentialId,
    name: optionalText,
    credentialName: optionalText,
    deviceName: optionalText,
    createdAt
  })
  .transform((read, context) => {
    const id = read.credentialId ?? read.credentialID ?? read.id
    if (!id) {
      context.addIssue({ code: 'custom', message: 'A passkey without an id cannot be renamed or removed.' })
      return z.NEVER
    }
    const name = [read.name, read.credentialName, read.deviceName].find(Boolean)
    return {
      credentialId: id,
      ...(name && { name }),
      ...(read.createdAt !== undefined && { createdAt: read.createdAt })
    }
  })

const webauthnCredentials = '/api/v3/webauthn/credentials?page=1&limit=50'

export const listWebauthnCredentials = operation(webauthnCredentials, fromPage(listOf(webauthnCredential)))

/** The same endpoint, for a caller that decides by the list. */
export const listWebauthnCredentialsForSure = operation(webauthnCredentials, fromPage(givenListOf(webauthnCredential)))

const webauthnCredentialPath = (id: string) => `/api/v3/webauthn/credentials/${encodeURIComponent(id)}` as const

/** Body: `{ name, credentialId }` */
export const updateWebauthnCredential = (id: string) => command(webauthnCredentialPath(id), noData, 'PUT')

/** Body: `{ credentialId }` */
export const deleteWebauthnCredential = (id: string) => command(webauthnCredentialPath(id), noData, 'DELETE')
