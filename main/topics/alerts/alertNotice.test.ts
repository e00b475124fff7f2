import { expect, it } from 'vitest'
import { alertRule } from '../../../contract/alerts'
import { languages } from '../../../contract/fields'
import type { KeptAlert } from '../../facts/alertBook'
import { alertNotice } from './alertNotice'

const told = {
  signIn: { at: 1, country: 'BR', system: 'Windows', browser: 'Edge', address: '203.0.113.24', app: 'Pharmacy' },
  device: { system: 'Windows', browser: 'Edge', name: 'Ward tablet' },
  burst: { count: 41, since: 1, until: 2, addresses: 3, countries: 1 },
  was: 'a•••o@fernhill.example',
  is: 'b•••r@fernhill.example'
}
const facts = ['BR', 'Brazil', '巴西', 'Windows', 'Edge', '203.0', 'Pharmacy', 'Ward', '41', 'fernhill', '•']

const cases = languages.flatMap((language) => alertRule.options.map((rule) => [rule, language] as const))

it.each(cases)('a notice of %s names no place, device, address or number, in %s', (rule, language) => {
  const alert: KeptAlert = { id: 'a', rule, subject: 's', at: 1, state: 'waiting', factorType: 'OTP', ...told }
  const notice = alertNotice(language, [alert])
  expect(notice?.title).toMatch(/\S/)
  const words = JSON.stringify(notice)
  expect(facts.filter((fact) => words.includes(fact))).toEqual([])
})
