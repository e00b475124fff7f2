import { browsers } from '../../../sandbox/people/browsers'
import { guessed, loginRow } from '../../../sandbox/people/history'
import type { Journey } from '../screens'

const path = '/api/v3/get-my-login-history'
/** A day of another year is shown with its date, whenever the pictures are taken. */
const noon = Date.UTC(2025, 4, 14, 12)
const apps = [{ name: 'Rota' }, { name: 'Pharmacy' }, { name: 'Payslips' }]

const quiet = apps.map(({ name }, index) =>
  loginRow(
    {
      at: noon - index * 7 * 3_600_000,
      app: 0,
      success: index !== 1,
      method: 'PASSWORD',
      ip: '198.51.100.7',
      place: 'madrid',
      browser: index === 0 ? browsers.firefoxOnMac : browsers.safariOnIphone,
      ...(index === 1 && { error: 'Wrong code' })
    },
    'u',
    { appId: 'a', appName: name }
  )
)
const storm = Array.from({ length: 41 }, (_, index) =>
  loginRow(guessed(noon + 3_600_000 - index * 5_800, index), 'u', { appId: 'a', appName: 'Rota' })
)
const page = (list: unknown[]) => ({ kind: 'data', value: { totalCount: list.length, list } }) as const

export const activity: Journey = {
  name: 'the sign-ins of an account',
  args: ['--organisation=Fernhill Clinic'],
  screens: [
    {
      name: 'activity-failing',
      async come({ signInAs, press, sandbox }) {
        sandbox.faults.set(path, { kind: 'status', status: 502 })
        await signInAs(1)
        await press('Activity')
      },
      there: '[role=alert]'
    },
    {
      name: 'activity-empty',
      async come({ press, sandbox }) {
        sandbox.faults.set(path, page([]))
        await press('Try again')
      },
      there: '.table .empty'
    },
    {
      name: 'activity',
      async come({ window, sandbox }) {
        sandbox.faults.set(path, page([...storm, ...quiet]))
        await window.getByText('Refused', { exact: true }).click()
      },
      there: '[aria-posinset]'
    },
    {
      name: 'activity-row',
      come: ({ window }) => window.locator('[aria-posinset="2"] button').click(),
      there: 'dl.facts'
    }
  ]
}
