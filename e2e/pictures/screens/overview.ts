import type { Journey } from '../screens'

const args = ['--page=overview', '--organisation=Fernhill Clinic']
const security = '/api/v3/get-security-info'

export const overview: Journey = {
  name: 'the overview of somebody with gaps',
  args,
  screens: [
    {
      name: 'overview-failing',
      async come({ signInAs, sandbox }) {
        for (const path of ['list-factors-to-enroll', 'list-enrolled-factors', 'get-profile', 'get-security-info'])
          sandbox.faults.set(`/api/v3/${path}`, { kind: 'status', status: 502 })
        await signInAs(1)
      },
      there: '[role=alert]'
    },
    {
      name: 'overview-incomplete',
      async come({ press, sandbox }) {
        sandbox.faults.clear()
        sandbox.faults.set(security, { kind: 'businessError', statusCode: 403, message: 'No' })
        await press('Try again')
      },
      there: '.row .primary'
    },
    {
      name: 'overview',
      async come({ press, sandbox, window }) {
        sandbox.faults.clear()
        await press('Check again')
        // The first look at the account comes some 20 seconds after a start, and brings this part of the page.
        await window.getByRole('button', { name: 'All changes' }).waitFor()
      },
      there: '.ring circle + circle'
    },
    { name: 'overview-why', come: ({ press }) => press('2 methods active'), there: '[role=dialog]' },
    {
      name: 'overview-decided',
      async come({ press, window }) {
        await window.keyboard.press('Escape')
        await press('Not now: Add an authenticator app')
      },
      there: '.section .small'
    },
    {
      name: 'overview-odd-number',
      async come({ press, sandbox }) {
        sandbox.faults.set(security, { kind: 'data', value: { securityScore: 140 } })
        await press('Check again')
      },
      there: '.ring .none, .ring strong'
    }
  ]
}

export const unreachable: Journey = {
  name: 'the overview of somebody whose number cannot reach 100',
  args,
  screens: [
    {
      name: 'overview-unreachable',
      come: ({ signInAs }) => signInAs(6),
      there: '.ring circle + circle'
    }
  ]
}
