import { writeBill } from '../../../packaging/bill/bill'
import { runtimeVersions } from '../../../packaging/runtime'
import { executablePath, root } from '../../fixtures'
import type { Journey } from '../screens'

const release = {
  version: '0.2.0',
  released: '2026-11-28',
  notes: {
    en: 'Tells you when a device signs in that was never here before.\nFixed: the clock warning stayed after the clock was right.',
    'zh-CN': '有新设备登录时会提醒你。\n修复：时钟校准后警告仍然显示。'
  },
  size: 96_500_000
}
const updates = {
  means: { by: 'package', command: 'sudo apt update && sudo apt install holdfast' },
  host: 'updates.holdfast.example',
  progress: { phase: 'available', release },
  tooOld: false,
  dismissed: false,
  lookedAt: Date.UTC(2026, 10, 29, 10, 31)
}
const archive = { ...updates, means: { by: 'archive', writable: true } }
const pin = '735519'

export const accounts: Journey = {
  name: 'the accounts, and leaving them',
  args: ['--organisation=Fernhill Clinic'],
  screens: [
    {
      name: 'accounts-menu',
      async come({ signInAs, methods, window }) {
        await signInAs(1)
        await methods.untilLive()
        await window.getByText('Ben Okafor').waitFor()
        await methods.openAccounts()
      },
      there: '[role=menu]'
    },
    {
      name: 'add-account',
      come: ({ window }) => window.getByRole('menuitem', { name: 'Add account…' }).click(),
      there: 'dialog input'
    },
    {
      name: 'sign-out',
      async come({ window, methods }) {
        await window.keyboard.press('Escape')
        await methods.openAccounts()
        await window.getByRole('menuitem', { name: 'Sign out…' }).click()
      },
      there: 'dialog .button'
    },
    {
      name: 'forget',
      async come({ window, press }) {
        await window.keyboard.press('Escape')
        await press('Settings')
        await press('Forget…')
      },
      there: 'dialog .button'
    }
  ]
}

export const settings: Journey = {
  name: 'the settings and the lock',
  args: ['--organisation=Fernhill Clinic'],
  screens: [
    {
      name: 'settings',
      async come({ signInAs, methods, press, window }) {
        await signInAs(1)
        await methods.untilLive()
        await press('Settings')
        await window.getByRole('region', { name: 'Updates' }).waitFor()
      },
      there: 'h1'
    },
    { name: 'update-available', come: ({ tell }) => tell('updates:changed', updates), there: 'code' },
    {
      name: 'update-downloading',
      come: ({ tell }) =>
        tell('updates:changed', { ...archive, progress: { phase: 'downloading', release, bytes: 41_000_000 } }),
      there: 'progress, [role=progressbar]'
    },
    {
      name: 'update-too-old',
      come: ({ tell }) => tell('updates:changed', { ...updates, tooOld: true, rolledBack: '0.2.0' }),
      there: '.column [role=alert], .column [role=status]'
    },
    {
      name: 'update-hint',
      async come({ press, tell }) {
        await tell('updates:changed', updates)
        await press('Sign-in methods')
      },
      there: '.sidebar .foot button'
    },
    {
      name: 'components',
      async come({ press, tell }) {
        await writeBill(root, '0.1.0', await runtimeVersions(executablePath))
        await tell('updates:changed', { ...updates, progress: { phase: 'idle' } })
        await press('Settings')
        await press('What is in it…')
      },
      there: 'dialog li'
    },
    {
      name: 'licence',
      come: ({ window }) =>
        window
          .getByRole('dialog')
          .getByRole('button', { name: /^vue \d/ })
          .click(),
      there: 'dialog [role=region], dialog section'
    },
    {
      name: 'pin',
      async come({ window, press }) {
        await window.keyboard.press('Escape')
        await window.keyboard.press('Escape')
        await press('Choose…')
      },
      there: 'dialog input'
    },
    {
      name: 'settings-with-pin',
      async come({ window }) {
        for (const label of ['New PIN or passphrase', 'The same again']) await window.getByLabel(label).fill(pin)
        await window.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
        await window.getByRole('dialog').waitFor({ state: 'detached', timeout: 45_000 })
      },
      there: '[role=switch]'
    },
    {
      name: 'lock',
      async come({ press, window }) {
        await press('Lock now')
        await window.getByLabel('PIN or passphrase').waitFor()
      },
      there: '.lock input'
    },
    {
      name: 'start-over',
      come: ({ press }) => press('Forgot it? Sign in again'),
      there: 'dialog .danger'
    }
  ]
}
