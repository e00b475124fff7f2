import { randomInt } from 'node:crypto'
import { z } from 'zod'
import { withBody, type Endpoints } from '../../protocol/endpoint'
import { Refusal, answerTo } from '../../protocol/envelope'
import type { SandboxSettings } from '../../settings/options'
import type { Outbox } from '../../people/outbox'

/** The receiver of a code: a phone number with its country code, or an e-mail address. */
export interface Target {
  channel: 'sms' | 'email'
  to: string
}

/** Accepts e-mail addresses in any script. */
export const email = z.email({ pattern: z.regexes.unicodeEmail }).max(320)
export const phone = z.object({
  phoneNumber: z.string().regex(/^\d{4,15}$/),
  phoneCountryCode: z
    .string()
    .regex(/^\+\d{1,4}$/)
    .default('+86')
})
export const passCode = z.string().min(1).max(20)

export const toEmail = (to: string): Target => ({ channel: 'email', to })
export const toPhone = ({ phoneNumber, phoneCountryCode }: z.output<typeof phone>): Target => ({
  channel: 'sms',
  to: phoneCountryCode + phoneNumber
})

type CodeSettings = Pick<SandboxSettings, 'codeLength' | 'codeTtl' | 'sendInterval' | 'deadFactor'>

/** Holds the codes that the tenant has sent. A newer code replaces an older one for the same purpose and target. */
export class Codes {
  readonly #sent = new Map<string, { code: string; sentAt: number; used: boolean }>()
  readonly #outbox: Outbox
  readonly #settings: CodeSettings

  constructor(outbox: Outbox, settings: CodeSettings) {
    this.#outbox = outbox
    this.#settings = settings
  }

  /** Sends a code. Throws a Refusal if the last one for this purpose and target is too recent. */
  send(purpose: string, target: Target): void {
    const { codeLength, sendInterval, deadFactor } = this.#settings
    const key = keyOf(purpose, target)
    const wait = (this.#sent.get(key)?.sentAt ?? 0) + sendInterval * 1000 - Date.now()
    if (wait > 0) throw new Refusal('tooSoon', Math.ceil(wait / 1000))
    const code = String(randomInt(10 ** codeLength)).padStart(codeLength, '0')
    this.#sent.set(key, { code, sentAt: Date.now(), used: false })
    if (deadFactor !== (target.channel === 'sms' ? 'SMS' : 'EMAIL')) this.#outbox.add({ ...target, code })
  }

  /** Returns the reason why a code would be refused, or undefined. The code stays usable. */
  problem(purpose: string, target: Target, passCode: string): 'wrongCode' | 'codeExpired' | undefined {
    const sent = this.#sent.get(keyOf(purpose, target))
    if (sent === undefined || sent.used) return 'wrongCode'
    if (sent.sentAt + this.#settings.codeTtl * 1000 <= Date.now()) return 'codeExpired'
    return sent.code === passCode ? undefined : 'wrongCode'
  }

  /** Uses a code up. Throws a Refusal if it is not the right one. The right one then stays usable. */
  use(purpose: string, target: Target, passCode: string): void {
    const problem = this.problem(purpose, target, passCode)
    if (problem !== undefined) throw new Refusal(problem)
    const sent = this.#sent.get(keyOf(purpose, target))
    if (sent !== undefined) sent.used = true
  }
}

function keyOf(purpose: string, { to }: Target): string {
  return `${purpose} ${to.toLowerCase()}`
}

const smsChannel = z.enum([
  'CHANNEL_LOGIN',
  'CHANNEL_REGISTER',
  'CHANNEL_RESET_PASSWORD',
  'CHANNEL_BIND_PHONE',
  'CHANNEL_UNBIND_PHONE',
  'CHANNEL_BIND_MFA',
  'CHANNEL_VERIFY_MFA',
  'CHANNEL_UNBIND_MFA',
  'CHANNEL_COMPLETE_PHONE',
  'CHANNEL_IDENTITY_VERIFICATION',
  'CHANNEL_DELETE_ACCOUNT'
])
const emailChannel = z.enum([
  'CHANNEL_LOGIN',
  'CHANNEL_REGISTER',
  'CHANNEL_RESET_PASSWORD',
  'CHANNEL_VERIFY_EMAIL_LINK',
  'CHANNEL_UPDATE_EMAIL',
  'CHANNEL_BIND_EMAIL',
  'CHANNEL_UNBIND_EMAIL',
  'CHANNEL_VERIFY_MFA',
  'CHANNEL_UNLOCK_ACCOUNT',
  'CHANNEL_COMPLETE_EMAIL',
  'CHANNEL_DELETE_ACCOUNT'
])

const { phoneNumber, phoneCountryCode } = phone.shape
const smsRequest = z.strictObject({ phoneNumber, phoneCountryCode, channel: smsChannel })
const emailRequest = z.strictObject({ email, channel: emailChannel })
const smsCheck = z
  .strictObject({ phone: phoneNumber, phoneCountryCode, passCode, channel: smsChannel })
  .transform(({ phone: number, phoneCountryCode: country, ...rest }) => ({
    ...rest,
    target: toPhone({ phoneNumber: number, phoneCountryCode: country })
  }))
const emailCheck = z
  .strictObject({ email, passCode, channel: emailChannel })
  .transform(({ email: to, ...rest }) => ({ ...rest, target: toEmail(to) }))
const check = z
  .discriminatedUnion('codeType', [
    z.strictObject({ codeType: z.literal('SMS'), smsCodePayload: smsCheck }),
    z.strictObject({ codeType: z.literal('EMAIL'), emailCodePayload: emailCheck })
  ])
  .transform((body) => (body.codeType === 'SMS' ? body.smsCodePayload : body.emailCodePayload))

/** Returns the endpoints that send a code by a channel, and that check one without using it up. */
export function codeEndpoints(codes: Codes): Endpoints {
  return {
    'POST /api/v3/send-sms': withBody(smsRequest, ({ channel, ...to }) => codes.send(channel, toPhone(to))),
    'POST /api/v3/send-email': withBody(emailRequest, ({ channel, email: to }) => codes.send(channel, toEmail(to))),
    'POST /api/v3/pre-check-code': withBody(check, ({ channel, target, passCode: code }, { language }) => {
      const problem = codes.problem(channel, target, code)
      return { isValid: problem === undefined, ...(problem && { message: answerTo(problem, language).message }) }
    })
  }
}
