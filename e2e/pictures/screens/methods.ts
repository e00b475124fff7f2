import { expect } from '../../fixtures'
import type { Journey } from '../screens'

const lists = ['/api/v3/list-factors-to-enroll', '/api/v3/list-enrolled-factors']
const unreachable = { code: 'unreachable', at: Date.UTC(2026, 10, 29, 10, 31) }

export const failing: Journey = {
  name: 'a list that did not arrive',
  screens: [
    {
      name: 'methods-failing',
      async come({ signInAs, sandbox }) {
        sandbox.faults.set('/api/v3/list-factors-to-enroll', { kind: 'status', status: 502 })
        await signInAs(1)
      },
      there: '[role=alert]'
    }
  ]
}

export const removal: Journey = {
  name: 'the methods of somebody who has some',
  args: ['--organisation=Fernhill Clinic'],
  screens: [
    {
      name: 'methods-some',
      async come({ signInAs, methods }) {
        await signInAs(1)
        await methods.untilLive()
      },
      there: 'main li'
    },
    { name: 'method-menu', come: ({ methods }) => methods.openMenu('Text message'), there: '[aria-expanded=true]' },
    {
      name: 'method-rename',
      come: ({ window }) => window.getByRole('menuitem', { name: 'Rename…' }).click(),
      there: 'dialog input'
    },
    {
      name: 'removal-question',
      async come({ window, methods }) {
        await window.keyboard.press('Escape')
        await methods.choose('Text message', 'Remove…')
      },
      there: 'dialog .danger'
    },
    {
      name: 'removal-dialog',
      come: ({ tell }) => tell('removal:changed', { phase: 'confirming', by: 'dialog' }),
      there: 'dialog .button'
    },
    {
      name: 'removal-sign-in',
      come: ({ tell }) =>
        tell('removal:changed', { phase: 'confirming', by: 'signIn', link: 'http://127.0.0.1:40000/go/a-link' }),
      there: 'dialog input'
    },
    {
      name: 'removal-running',
      come: ({ tell }) => tell('removal:changed', { phase: 'removing' }),
      there: 'dialog [role=status]'
    },
    {
      name: 'removal-code',
      come: ({ tell }) =>
        tell('removal:changed', {
          ...{ phase: 'codeNeeded', loses: 'phone', target: '+44 7700 900142', pending: false },
          ...{ sentAt: 0, resendAt: 0 }
        }),
      there: 'dialog .primary'
    },
    {
      name: 'removal-code-sent',
      come: ({ tell }) =>
        tell('removal:changed', {
          ...{ phase: 'codeNeeded', loses: 'phone', target: '+44 7700 900142', pending: false },
          ...{ sentAt: Date.now(), resendAt: Date.now() + 3_000_000 }
        }),
      there: 'dialog input'
    },
    {
      name: 'removal-unknown',
      come: ({ tell }) => tell('removal:changed', { phase: 'unknown', pending: false, failure: unreachable }),
      there: 'dialog .primary'
    },
    {
      name: 'removal-failed',
      come: ({ tell }) => tell('removal:changed', { phase: 'failed', failure: unreachable }),
      there: 'dialog [role=alert]'
    },
    {
      name: 'removal-done',
      come: ({ tell }) => tell('removal:changed', { phase: 'removed' }),
      there: 'dialog .primary'
    },
    {
      name: 'replace',
      async come({ window, methods }) {
        await window.keyboard.press('Escape')
        await methods.choose('Text message', 'Replace, for a new number…')
      },
      there: 'dialog ol'
    },
    {
      name: 'methods-in-memory',
      async come({ window, tell }) {
        await window.keyboard.press('Escape')
        const keychainFailure = { ...unreachable, code: 'keychainAbsent' }
        await tell('session:changed', { phase: 'signedIn', keptIn: 'memory', keychainFailure })
      },
      there: '.column [role=status]'
    },
    {
      name: 'methods-stale',
      async come({ sandbox, methods, tell }) {
        await tell('session:changed', { phase: 'signedIn', keptIn: 'keychain' })
        // The age of what is shown is the same in every run.
        await methods.checkAgain()
        await expect(methods.busy).toHaveCount(0)
        for (const path of lists) sandbox.faults.set(path, { kind: 'reset' })
        await methods.checkAgain()
      },
      there: '[role=alert]'
    }
  ]
}

export const passkeys: Journey = {
  name: 'the methods of somebody who has all, and passkeys',
  screens: [
    {
      name: 'methods-all',
      async come({ signInAs, window }) {
        await signInAs(2)
        await window.getByRole('region', { name: 'Passkeys' }).getByRole('listitem').first().waitFor()
      },
      there: 'main li'
    },
    {
      name: 'passkeys',
      come: ({ methods }) => methods.openMenu('手机'),
      there: '[aria-expanded=true]'
    },
    {
      name: 'passkey-rename',
      come: ({ window }) => window.getByRole('menuitem', { name: 'Rename…' }).click(),
      there: 'dialog input'
    }
  ]
}

export const unknownMethods: Journey = {
  name: 'methods that this version does not know',
  screens: [
    {
      name: 'methods-unknown',
      async come({ signInAs, methods }) {
        await signInAs(3)
        await methods.active.getByText('VOICE').waitFor()
      },
      there: 'main li'
    }
  ]
}
