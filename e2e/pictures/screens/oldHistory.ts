import { browsers } from '../../../sandbox/people/browsers'
import { guessed, loginRow } from '../../../sandbox/people/history'

export const historyPath = '/api/v3/get-my-login-history'
/** A day of another year is shown with its date, whenever the pictures are taken. */
const noon = Date.UTC(2025, 4, 14, 12)
const apps = [{ name: 'Rota' }, { name: 'Pharmacy' }, { name: 'Payslips' }]

export const quiet = apps.map(({ name }, index) =>
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
export const storm = Array.from({ length: 41 }, (_, index) =>
  loginRow(guessed(noon + 3_600_000 - index * 5_800, index), 'u', { appId: 'a', appName: 'Rota' })
)
/** Returns the answer to every request for the history. */
export const page = (list: unknown[]) => ({ kind: 'data', value: { totalCount: list.length, list } }) as const
