import type { Journey } from '../screens'

const path = '/api/v3/mydevices/list'
const own = '7f3a19c2-e04b-4d1e-9a51-0c7b6f2d8e13'
const results = [
  ['unknown', 'Ward tablet 3'],
  ['refused', 'Reception'],
  ['ended', 'iPhone']
] as const

export const devices: Journey = {
  name: 'the devices of an account',
  args: ['--organisation=Fernhill Clinic'],
  screens: [
    {
      name: 'devices-failing',
      async come({ signInAs, press, sandbox }) {
        sandbox.faults.set(path, { kind: 'status', status: 502 })
        await signInAs(0)
        await press('Devices')
      },
      there: '[role=alert]'
    },
    {
      name: 'devices-unlisted',
      async come({ press, sandbox }) {
        sandbox.faults.set(path, { kind: 'status', status: 404 })
        await press('Try again')
      },
      there: '[role=alert]'
    },
    {
      name: 'devices',
      async come({ press, sandbox }) {
        sandbox.faults.clear(path)
        await press('Try again')
      },
      there: '.warns'
    },
    {
      name: 'devices-running',
      come: ({ tell }) =>
        tell('devices:endingChanged', {
          ...{ phase: 'running', verb: 'revoke', done: 37, total: 400 },
          ...{ stopping: false, checking: false }
        }),
      there: '[role=progressbar]'
    },
    {
      name: 'devices-ended',
      come: ({ tell }) =>
        tell('devices:endingChanged', {
          ...{ phase: 'done', verb: 'revoke', still: 'in', triedAgain: false, at: 0 },
          results: results.map(([outcome, label]) => ({
            device: {
              deviceId: `${own}${label}`,
              type: 'Mobile',
              label,
              system: 'Android',
              online: false,
              unused: false
            },
            outcome,
            ...(outcome !== 'ended' && { failure: { code: 'unreachable', at: 0 } })
          }))
        }),
      there: '.verdict'
    },
    {
      name: 'barred',
      come: ({ tell }) =>
        tell('session:changed', {
          phase: 'barred',
          failure: { code: 'deviceSuspended', at: 0, until: Date.UTC(2026, 4, 15, 7) }
        }),
      there: '.plain dl'
    }
  ]
}
