import type { Journey } from '../screens'
import { historyPath, page, quiet, storm } from './oldHistory'

export const activity: Journey = {
  name: 'the sign-ins of an account',
  args: ['--organisation=Fernhill Clinic'],
  screens: [
    {
      name: 'activity-failing',
      async come({ signInAs, press, sandbox }) {
        sandbox.faults.set(historyPath, { kind: 'status', status: 502 })
        await signInAs(1)
        await press('Activity')
      },
      there: '[role=alert]'
    },
    {
      name: 'activity-empty',
      async come({ press, sandbox }) {
        sandbox.faults.set(historyPath, page([]))
        await press('Try again')
      },
      there: 'main:has(figcaption) .table .empty'
    },
    {
      name: 'activity',
      async come({ window, sandbox }) {
        sandbox.faults.set(historyPath, page([...storm, ...quiet]))
        await window.getByText('Refused', { exact: true }).click()
      },
      there: '[aria-posinset]'
    },
    {
      name: 'activity-row',
      come: ({ window }) => window.locator('[aria-posinset="2"] button').click(),
      there: 'dl.facts'
    },
    {
      name: 'activity-unreadable',
      async come({ window, sandbox }) {
        sandbox.faults.set(historyPath, page([...quiet, { ...quiet[0], loginAt: 'soon' }]))
        await window.getByText('Successful', { exact: true }).click()
      },
      there: '.caption[role=status]'
    }
  ]
}
