import { z } from 'zod'
import { email, passCode, phone, toEmail, toPhone, type Codes } from './codes'
import { withBody, type Endpoints } from '../../protocol/endpoint'
import { Refusal } from '../../protocol/envelope'
import type { Person } from '../../people/people'

const emailAndCode = z.strictObject({ email, passCode })
const phoneAndCode = z.strictObject({ ...phone.shape, passCode })
const onlyCode = z.strictObject({ passCode })

/**
 * Returns the endpoints that bind and unbind the e-mail address and the phone number of an account. An account has at most
 * one of each, its last contact cannot be unbound, and unbinding removes the factor that uses the contact.
 */
export function contactEndpoints(codes: Codes, people: Person[]): Endpoints {
  return {
    'POST /api/v3/bind-email': withBody(emailAndCode, (body, { person }) => {
      const taken = people.some((other) => other.email?.toLowerCase() === body.email.toLowerCase())
      if (person.email !== undefined || taken) throw new Refusal('emailBound')
      codes.use('CHANNEL_BIND_EMAIL', toEmail(body.email), body.passCode)
      person.email = body.email
    }),
    'POST /api/v3/unbind-email': withBody(onlyCode, ({ passCode: code }, { person }) => {
      const bound = person.enrolled.find(isEmail)?.profile['email'] ?? person.email
      if (bound === undefined) throw new Refusal('emailNotBound')
      if (person.phone === undefined) throw new Refusal('lastSignInMethod')
      codes.use('CHANNEL_UNBIND_EMAIL', toEmail(bound), code)
      delete person.email
      person.enrolled = person.enrolled.filter((factor) => !isEmail(factor))
    }),
    'POST /api/v3/bind-phone': withBody(phoneAndCode, ({ passCode: code, ...number }, { person }) => {
      const { to } = toPhone(number)
      const taken = people.some((other) => other.phone !== undefined && toPhone(other.phone).to === to)
      if (person.phone !== undefined || taken) throw new Refusal('phoneBound')
      codes.use('CHANNEL_BIND_PHONE', toPhone(number), code)
      person.phone = number
    }),
    'POST /api/v3/unbind-phone': withBody(onlyCode, ({ passCode: code }, { person }) => {
      const factor = person.enrolled.find(isSms)
      const bound = factor === undefined ? person.phone : phone.parse(factor.profile)
      if (bound === undefined) throw new Refusal('phoneNotBound')
      if (person.email === undefined) throw new Refusal('lastSignInMethod')
      codes.use('CHANNEL_UNBIND_PHONE', toPhone(bound), code)
      delete person.phone
      person.enrolled = person.enrolled.filter((candidate) => !isSms(candidate))
    })
  }
}

const isEmail = ({ factorType }: { factorType: string }) => factorType === 'EMAIL'
const isSms = ({ factorType }: { factorType: string }) => factorType === 'SMS'
