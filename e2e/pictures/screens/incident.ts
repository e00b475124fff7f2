import type { IncidentState } from '../../../contract/incident'
import type { Journey } from '../screens'
import { historyPath, page, quiet } from './oldHistory'

const begun = Date.UTC(2025, 4, 14, 12, 6)
const at = Date.UTC(2025, 4, 14, 0, 16)
const cause = { at, success: true, app: 'Pharmacy', address: '203.0.113.24', countryCode: 'BR' } as const
const proven = (step: 'password' | 'factors') => ({ step, outcome: 'proven', at: begun + 60_000 }) as const
const subjects = [
  { id: 'a', factorType: 'OTP', name: 'Ada’s iPhone', addedAt: Date.UTC(2025, 2, 12, 12) },
  { id: 'b', factorType: 'EMAIL', target: 'a•••o@fernhill.example' },
  { id: 'c', factorType: 'SMS', target: '+55 ••••• 0019' },
  { id: 'd', passkey: true as const, name: 'Night shift', addedAt: at }
]

type Told = Extract<IncidentState, { phase: 'running' | 'done' }>

const incident = (facts: Partial<Told>): IncidentState => ({
  phase: 'running',
  startedAt: begun,
  cause,
  stopped: false,
  steps: [{ step: 'password' }, { step: 'sessions' }, { step: 'factors' }, { step: 'identities' }],
  busy: false,
  lines: [],
  ...facts
})

export const incidents: Journey = {
  name: 'an account that is taken back',
  args: ['--organisation=Fernhill Clinic'],
  screens: [
    {
      name: 'incident',
      async come({ signInAs, press, tell, sandbox }) {
        sandbox.faults.set(historyPath, page(quiet))
        await signInAs(1)
        await press('Activity')
        await tell('incident:changed', incident({ open: { kind: 'page', step: 'password', unchanged: false } }))
      },
      there: '[aria-current=step] .primary'
    },
    {
      name: 'incident-unchanged',
      come: ({ tell }) =>
        tell(
          'incident:changed',
          incident({ open: { kind: 'page', step: 'password', openedAt: begun, unchanged: true } })
        ),
      there: '[aria-current=step] .notice'
    },
    {
      name: 'incident-methods',
      come: ({ tell }) =>
        tell(
          'incident:changed',
          incident({
            steps: [
              proven('password'),
              { step: 'sessions', outcome: 'visited', at: begun },
              { step: 'factors' },
              { step: 'identities' }
            ],
            open: { kind: 'choice', step: 'factors', subjects, chosen: ['c'], unproven: false }
          })
        ),
      there: '[role=radiogroup]'
    },
    {
      name: 'incident-done',
      come: ({ tell }) =>
        tell(
          'incident:changed',
          incident({
            phase: 'done',
            steps: [
              proven('password'),
              { step: 'sessions', outcome: 'visited', at: begun },
              proven('factors'),
              { step: 'identities', outcome: 'skipped', at: begun }
            ],
            lines: [
              { at: at - 120_000, what: 'attempts', by: 'history', cause: { ...cause, success: false, attempts: 41 } },
              { at, what: 'signIn', by: 'history', cause },
              { at: begun, what: 'said', by: 'said' },
              { at: begun + 60_000, what: 'password', by: 'proven', readAt: begun + 60_000 },
              { at: begun + 120_000, what: 'page', step: 'sessions', by: 'notProven' },
              {
                at: begun + 180_000,
                what: 'removed',
                step: 'factors',
                subject: subjects[2],
                by: 'foundDone',
                readAt: begun + 180_000
              },
              { at: begun + 190_000, what: 'kept', step: 'factors', subject: subjects[0], by: 'said' },
              { at: begun + 200_000, what: 'skipped', step: 'identities', by: 'said' }
            ]
          })
        ),
      there: '#timeline'
    },
    {
      name: 'incident-paused',
      come: ({ tell }) =>
        tell(
          'incident:changed',
          incident({ stopped: true, open: { kind: 'page', step: 'sessions', unchanged: false } })
        ),
      there: 'main:has(figcaption) .notice'
    },
    {
      name: 'incident-change',
      come: ({ tell }) =>
        tell(
          'incident:changed',
          incident({
            cause: { at, success: true, change: 'phoneChanged' },
            lines: [{ at, what: 'changed', by: 'noticed', cause: { at, success: true, change: 'phoneChanged' } }],
            open: { kind: 'page', step: 'password', unchanged: false }
          })
        ),
      there: '[aria-current=step] .primary'
    }
  ]
}
