import type { Journey } from '../screens'

const history = '/api/v3/get-my-login-history'
const ada = 0

export const alerts: Journey = {
  name: 'the alerts of somebody whose account was entered',
  args: ['--organisation=Fernhill Clinic'],
  screens: [
    {
      name: 'alerts-none',
      async come({ signInAs, window }) {
        await signInAs(ada)
        await window.getByRole('button', { name: /^Activity/ }).click()
        await window.getByRole('radio', { name: /^Alerts/ }).check()
      },
      there: '.empty h2'
    },
    { name: 'alerts-learnt', come: ({ press }) => press('Check now'), there: '.notice dl' },
    {
      name: 'alerts-waiting',
      async come({ press, sandbox }) {
        await press('Looks right')
        sandbox.changeElsewhere(ada, { phone: { phoneNumber: '2025550199', phoneCountryCode: '+1' } })
        await press('Check now')
        await press('That was me')
        sandbox.intrude(ada, 'listed')
        await press('Check now')
      },
      there: 'article .against'
    },
    { name: 'overview-alert', come: ({ press }) => press('Overview'), there: '.ring circle + circle' },
    { name: 'overview-change-why', come: ({ press }) => press('Phone number added'), there: '[role=dialog]' },
    {
      name: 'alerts-failing',
      async come({ press, sandbox, window }) {
        await window.keyboard.press('Escape')
        await press('All changes')
        sandbox.faults.set(history, { kind: 'status', status: 502 })
        await window.getByRole('button', { name: 'Check now' }).click()
      },
      there: '[role=alert]'
    }
  ]
}
