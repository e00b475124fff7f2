import { expect, test } from '../fixtures'

test.describe('the bridge', () => {
  test('exposes these methods and no other', async ({ holdfast }) => {
    const exposed = await holdfast.window.evaluate(() => {
      const globals = window as unknown as { bridge: Record<string, Record<string, unknown>> }
      return Object.fromEntries(
        Object.entries(globals.bridge).map(([group, methods]) => [group, Object.keys(methods).sort()])
      )
    })
    expect(exposed).toEqual({
      about: ['listComponents', 'openChromiumLicences', 'readLicence'],
      profile: ['read', 'readOrganisation'],
      accounts: ['add', 'forget', 'forgetAll', 'list', 'retryMachineFile', 'switch'],
      activity: [
        'cancelExport',
        'countDays',
        'countNewer',
        'export',
        'find',
        'onExportChanged',
        'read',
        'readBurst',
        'readExport',
        'readKinds',
        'readOlder',
        'takeNewer'
      ],
      alerts: ['answer', 'closeLearnt', 'look', 'onChanged', 'read', 'readChanges'],
      countries: ['list'],
      devices: [
        'copySignInLink',
        'label',
        'leaveEnding',
        'list',
        'onEndingChanged',
        'readEnding',
        'readOwn',
        'renewOwn',
        'reopenBrowser',
        'startEnding',
        'stopEnding',
        'tryAgain'
      ],
      diagnostics: ['copy', 'copyFailure'],
      drill: [
        'check',
        'leave',
        'next',
        'nothingArrived',
        'onChanged',
        'read',
        'readRecord',
        'sendCode',
        'setPace',
        'start',
        'stop'
      ],
      enrolment: [
        'cancelQuestion',
        'copyKey',
        'copyLink',
        'copyRecoveryCode',
        'copySignInLink',
        'keepRecoveryCode',
        'leave',
        'onChanged',
        'onConceal',
        'openAuthenticator',
        'read',
        'readKey',
        'readRecoveryCode',
        'recheck',
        'reopenBrowser',
        'saveRecoveryCode',
        'sendChallenge',
        'start',
        'suggestTarget',
        'verify',
        'verifyFace'
      ],
      overview: ['copyRequest', 'dismiss', 'onChanged', 'openTenantPage', 'putOff', 'read', 'undo'],
      factors: ['label', 'listEnrolled', 'listToEnroll', 'stopLoading'],
      lock: [
        'change',
        'lockNow',
        'onChanged',
        'read',
        'removePin',
        'setPin',
        'signInAgain',
        'unlock',
        'unlockWithTouchId'
      ],
      passkeys: ['add', 'list', 'remove', 'rename'],
      incident: ['act', 'copySignInLink', 'decide', 'onChanged', 'read', 'reopenBrowser', 'save', 'start'],
      removal: [
        'confirmCode',
        'copySignInLink',
        'leave',
        'onChanged',
        'preview',
        'read',
        'recheck',
        'reopenBrowser',
        'sendCode',
        'start'
      ],
      session: [
        'askAgain',
        'cancelSignIn',
        'copyAuthorizationRequest',
        'copyMessage',
        'copySignInLink',
        'finishSignIn',
        'onChanged',
        'openTenant',
        'read',
        'reopenBrowser',
        'retryKeychain',
        'signIn',
        'signOut',
        'useToken'
      ],
      settings: ['browsers', 'change', 'read'],
      snapshot: ['read'],
      updates: ['copyCommand', 'dismiss', 'install', 'look', 'onChanged', 'read', 'restart'],
      whatIf: ['consider', 'read', 'say']
    })
  })

  test('cannot be changed by the page', async ({ holdfast }) => {
    const changed = await holdfast.window.evaluate(() => {
      const globals = window as unknown as { bridge: { session: { read: unknown } } }
      const before = globals.bridge.session.read
      try {
        globals.bridge.session.read = 'replaced'
      } catch {
        return false
      }
      return globals.bridge.session.read !== before
    })
    expect(changed).toBe(false)
  })

  test('refuses junk as data and goes on working', async ({ holdfast }) => {
    const answers = await holdfast.window.evaluate(async () => {
      const { bridge } = window as unknown as {
        bridge: Record<string, Record<string, (input?: unknown) => Promise<{ ok: boolean; error?: { code: string } }>>>
      }
      const junk = [{ url: 'https://evil.example' }, 'x', 7, [], { language: 'xx' }, { theme: {} }, null]
      const codes = new Set<string>()
      for (const input of junk) {
        for (const call of [
          bridge['factors']?.['listToEnroll'],
          bridge['settings']?.['change'],
          bridge['diagnostics']?.['copyFailure'],
          bridge['session']?.['signIn']
        ]) {
          const answer = await call?.(input)
          codes.add(answer?.ok ? 'accepted' : (answer?.error?.code ?? 'none'))
        }
      }
      return [...codes].sort()
    })
    expect(answers).toEqual(expect.arrayContaining(['invalidInput']))
    expect(answers).not.toContain('none')
    await expect(holdfast.signIn.button).toBeVisible()
  })
})
