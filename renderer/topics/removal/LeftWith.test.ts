import { beforeEach, expect, it } from 'vitest'
import type { RemovalPreview } from '../../../contract/removal'
import { installBridge, ok, texts } from '../../bridge/bridge.testing'
import { app, askToRemove, email } from './removal.testing'

let bridge: ReturnType<typeof installBridge>
beforeEach(() => {
  bridge = installBridge()
  bridge.factors.listEnrolled.mockResolvedValue(ok([app, email]))
})

const ask = (preview: Partial<RemovalPreview> = {}) => askToRemove(bridge, preview)

it('shows what would be left and what goes, the recovery code with the app', async () => {
  const view = await ask()
  expect(view.get('dialog h2').text()).toBe('Remove the authenticator app?')
  expect(texts(view, 'dialog li')).toEqual([
    'PasswordStays',
    'Emaila•••o@fernhill.example',
    'Authenticator appRemoved',
    'Recovery codeStops working with it'
  ])
  expect(texts(view, 'dialog s')).toEqual(['Authenticator app', 'Recovery code'])
})

it('counts the passkeys, and says if they could not be loaded', async () => {
  expect(texts(await ask({ passkeys: 1 }), 'dialog li')).toContain('PasskeyStays')
  expect(texts(await ask({ passkeys: 3 }), 'dialog li')).toContain('Passkeys3, all stay')
  expect(texts(await ask({ passkeys: undefined }), 'dialog li')).toContain('PasskeysCould not be loaded')
})

it('tells two apps apart, and says by its date which recovery code dies and which one stays', async () => {
  const old = { ...app, label: 'Old phone', addedAt: new Date(2026, 4, 3).getTime() }
  const added = { factorId: 'c', factorType: 'OTP', addedAt: Date.now(), codeKeptAt: Date.now() }
  bridge.factors.listEnrolled.mockResolvedValue(ok([old, added]))
  const view = await ask({ factor: app, left: [{ factorId: 'c', factorType: 'OTP' }] })
  expect(texts(view, 'dialog li')).toEqual([
    'PasswordStays',
    'Authenticator appthe new one, added just now',
    'Authenticator appOld phone · added 3 May 2026 · Removed',
    'Recovery code saved just nowStays',
    'Recovery code of 3 May 2026Stops working with it'
  ])
})

it('does not warn of being locked out while a passkey stays', async () => {
  expect((await ask({ passkeys: 1 })).find('dialog .notice').exists()).toBe(false)
})

it('says how to get in without the phone before a fresh sign-in asks for it', async () => {
  const words = 'use your recovery code there'
  expect((await ask({ confirmBy: 'signIn' })).get('dialog').text()).toContain(words)
  expect((await ask({ confirmBy: 'dialog' })).get('dialog').text()).not.toContain(words)
})

it.each([
  [true, 1, 'Only your password and passkeys would be left'],
  [false, 1, 'Only your passkeys would be left'],
  [undefined, 2, 'Only your passkeys would be left'],
  [true, undefined, 'Holdfast sees nothing else that would be left']
])(
  'never leaves nothing to somebody with a passkey: password %s, passkeys %s',
  async (passwordSet, passkeys, words) => {
    const view = await ask({ left: [], passwordSet, passkeys })
    expect(view.get('dialog [role=status]').text()).toContain(words)
    expect(view.get('dialog').text()).not.toContain('Nothing would be left')
  }
)
