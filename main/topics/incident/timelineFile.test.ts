import { expect, it } from 'vitest'
import type { IncidentLine } from '../../../contract/incident'
import type { Language } from '../../../contract/settings'
import { timelineFile } from './timelineFile'

const at = Date.UTC(2026, 4, 14, 12)
const host = 'https://fernhill.example'
const tenant = { host, appId: 'app', issuer: `${host}/oidc` }

function linesOf(lines: IncidentLine[], language: Language = 'en'): string[] {
  const { text } = timelineFile(
    { phase: 'done', startedAt: at, cause: { at, success: true }, stopped: false, steps: [], busy: false, lines },
    tenant,
    language
  )
  return text
    .trimEnd()
    .split('\n')
    .slice(4)
    .map((line) => line.replace(/^.*?\d{2}:\d{2}\S*(?: [AP]M)? {2}/u, ''))
}

it('names the place of a sign-in in the words of the language', () => {
  const cause = { at, success: true, app: 'Pharmacy', address: '203.0.113.24', countryCode: 'BR' }
  expect(linesOf([{ at, what: 'signIn', cause, by: 'history' }])).toEqual([
    'Somebody signed in: Pharmacy, 203.0.113.24, Brazil (from the history of sign-ins)'
  ])
  expect(linesOf([{ at, what: 'signIn', cause, by: 'history' }], 'zh-CN')[0]).toMatch(/^有人登录：Pharmacy.*巴西/)
})

it('ends no line with a colon where nothing is known of the place', () => {
  const cause = { at, success: true }
  expect(linesOf([{ at, what: 'signIn', cause, by: 'history' }])).toEqual([
    'Somebody signed in (from the history of sign-ins)'
  ])
})

it('does not say that somebody signed in who was refused', () => {
  const cause = { at, success: false }
  expect(linesOf([{ at, what: 'signIn', cause, by: 'history' }])).toEqual([
    'Somebody tried to sign in (from the history of sign-ins)'
  ])
})

it('says of a change that Holdfast noticed it', () => {
  const cause = { at, success: true, change: 'phoneChanged' as const }
  expect(linesOf([{ at, what: 'changed', cause, by: 'noticed' }])).toEqual([
    'Phone number changed, not from here (noticed by Holdfast)'
  ])
})
