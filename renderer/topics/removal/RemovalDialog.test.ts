import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { RemovalPreview, RemovalState } from '../../../contract/removal'
import { button, installBridge, ok, refused, show, texts } from '../../bridge/bridge.testing'
import { useProfileStore } from '../../stores/profile'
import MethodsView from '../../shell/MethodsView.vue'
import { app, askToRemove, email, settled } from './removal.testing'

let bridge: ReturnType<typeof installBridge>
beforeEach(() => {
  bridge = installBridge()
  bridge.factors.listEnrolled.mockResolvedValue(ok([app, email]))
})
afterEach(() => vi.useRealTimers())

const ask = (preview: Partial<RemovalPreview> = {}, name?: string) => askToRemove(bridge, preview, name)

async function enter(state: RemovalState, preview: Partial<RemovalPreview> = {}) {
  const view = await ask(preview)
  bridge.tell('removal:changed', state)
  await settled()
  return view
}

function escape(view: ReturnType<typeof show>) {
  return view.get('dialog').trigger('keydown', { key: 'Escape' })
}

describe('the question', () => {
  it('names no password where the server does not say that there is one', async () => {
    const view = await ask({ passwordSet: undefined })
    expect(view.get('dialog').text()).not.toContain('Password')
  })

  it('warns when a single method would be left, and says what that means', async () => {
    const view = await ask()
    expect(view.get('dialog [role=status]').text()).toBe(
      'Only email would be leftIf you lose that mailbox, you are locked out.'
    )
  })

  it('does not warn when two methods would be left', async () => {
    const view = await ask({ left: [email, { factorId: 'c', factorType: 'SMS' }] })
    expect(view.find('dialog .notice').exists()).toBe(false)
  })

  it.each([
    ['signIn', 'Your browser opens first'],
    ['dialog', 'Your computer asks once more before anything is removed.']
  ] as const)('says that it will be confirmed by %s', async (confirmBy, words) => {
    const view = await ask({ confirmBy })
    expect(view.get('dialog').text()).toContain(words)
  })

  it('asks main to remove it', async () => {
    const view = await ask()
    await button(view, 'Remove').trigger('click')
    expect(bridge.removal.start).toHaveBeenCalledWith({ factorId: 'b' })
  })

  it('is closed by Esc, which removes nothing', async () => {
    const view = await ask()
    await escape(view)
    await settled()
    expect(view.find('dialog').exists()).toBe(false)
    expect(bridge.removal.start).not.toHaveBeenCalled()
  })

  it('offers to look again when what is left cannot be told, and no removal', async () => {
    bridge.removal.preview.mockResolvedValueOnce(refused('timedOut'))
    const view = show(MethodsView)
    await settled()
    await button(view, 'More for Authenticator app').trigger('click')
    await button(view, 'Remove…').trigger('click')
    await settled()
    expect(view.get('[role=alert]').text()).toContain('The server took too long to answer')
    expect(texts(view, 'dialog footer button')).not.toContain('Remove')
    await button(view, 'Try again').trigger('click')
    await settled()
    expect(texts(view, 'dialog footer button')).toContain('Remove')
  })

  it('says that it is removed already, offers nothing more, and has the lists loaded again', async () => {
    bridge.removal.preview.mockResolvedValueOnce(refused('alreadyRemoved'))
    const view = show(MethodsView)
    await settled()
    await button(view, 'More for Authenticator app').trigger('click')
    bridge.factors.listEnrolled.mockResolvedValue(ok([email]))
    await button(view, 'Remove…').trigger('click')
    await settled()
    expect(view.get('dialog').text()).toContain('It is already removed')
    expect(texts(view, 'dialog button')).toEqual(['Close'])
    expect(view.text()).not.toContain('More for Authenticator app')
  })

  it('says the same if the method was removed while the question was read', async () => {
    bridge.removal.start.mockResolvedValue(refused('alreadyRemoved'))
    const view = await ask()
    bridge.removal.preview.mockResolvedValue(refused('alreadyRemoved'))
    await button(view, 'Remove').trigger('click')
    await settled()
    expect(view.get('dialog [role=status]').text()).toContain('It is already removed')
    expect(view.find('[role=alert]').exists()).toBe(false)
  })

  it('says why main did not begin', async () => {
    bridge.removal.start.mockResolvedValue(refused('lastMethod'))
    const view = await ask()
    await button(view, 'Remove').trigger('click')
    await settled()
    expect(view.get('[role=alert]').text()).toContain('It is your last way to sign in')
  })
})

describe('the last method', () => {
  it.each([
    [true, 'Nothing would be left besides your password'],
    [false, 'so you cannot sign in again'],
    [undefined, 'If the account has no password']
  ])('is named as such when a password is set: %s', async (passwordSet, words) => {
    const view = await ask({ left: [], passwordSet })
    expect(view.get('dialog').text()).toContain(words)
  })

  it('goes only after the name of the account was typed', async () => {
    const view = await ask({ left: [] })
    const remove = button(view, 'Remove')
    const name = view.get('dialog input')
    expect(remove.attributes()).toHaveProperty('disabled')
    await name.setValue('ada')
    expect(remove.attributes()).toHaveProperty('disabled')
    await name.trigger('keydown', { key: 'Enter' })
    expect(bridge.removal.start).not.toHaveBeenCalled()
    await name.setValue(' ada.moreno@fernhill.example ')
    await remove.trigger('click')
    expect(bridge.removal.start).toHaveBeenCalledWith({ factorId: 'b', accountName: 'ada.moreno@fernhill.example' })
  })
})

describe('a removal', () => {
  it('waits for the browser, with the link for any other browser', async () => {
    const view = await enter({ phase: 'confirming', by: 'signIn', link: 'https://id.fernhill.example/x' })
    expect(view.get('dialog').text()).toContain('Sign in there as ada.moreno@fernhill.example.')
    expect(view.get<HTMLInputElement>('dialog input').element.value).toBe('https://id.fernhill.example/x')
    await button(view, 'Copy link').trigger('click')
    await button(view, 'Open again').trigger('click')
    await button(view, 'Cancel').trigger('click')
    const { copySignInLink, reopenBrowser, leave } = bridge.removal
    expect([copySignInLink, reopenBrowser, leave].map(({ mock }) => mock.calls.length)).toEqual([1, 1, 1])
  })

  it('waits for the system dialog', async () => {
    const view = await enter({ phase: 'confirming', by: 'dialog' })
    expect(view.get('dialog').text()).toContain('A system dialog asks whether to remove it.')
  })

  it('moves the focus to the title of each stage', async () => {
    await enter({ phase: 'confirming', by: 'dialog' })
    expect(document.activeElement?.textContent).toBe('Answer the system dialog')
  })

  it('cannot be left while the server is being asked', async () => {
    const view = await enter({ phase: 'removing' })
    await escape(view)
    await settled()
    expect(view.get('dialog').text()).toContain('This takes a moment')
    expect(view.find('dialog button').exists()).toBe(false)
    expect(bridge.removal.leave).not.toHaveBeenCalled()
  })

  it('says what is not known, and looks again', async () => {
    const view = await enter({ phase: 'unknown', pending: false })
    expect(view.get('dialog').text()).toContain('Only its list of active methods says whether it is gone.')
    await button(view, 'Check again').trigger('click')
    bridge.tell('removal:changed', { phase: 'unknown', pending: false, failure: refused('offline').error })
    await settled()
    expect(view.get('[role=alert]').text()).toContain('You are offline')
  })

  it('says that the factor is still there, and why', async () => {
    const view = await enter({ phase: 'failed', failure: refused('confirmationDeclined').error })
    expect(view.get('dialog h2').text()).toBe('The authenticator app is still active')
    expect(view.get('[role=alert]').text()).toContain('It was not confirmed that it is you.')
    await button(view, 'Close').trigger('click')
    await settled()
    expect(view.find('dialog').exists()).toBe(false)
  })

  it('names the account after somebody else signed in, and goes back to the question to try again', async () => {
    bridge.profile.read.mockResolvedValue(ok({ displayName: 'Ada Moreno', tenant: 'id.fernhill.example' }))
    await useProfileStore().load()
    const view = await enter({ phase: 'failed', failure: refused('confirmationOtherAccount').error })
    expect(view.get('[role=alert]').text()).toContain('Sign in there as Ada Moreno.')
    const looked = bridge.removal.preview.mock.calls.length
    await button(view, 'Try again').trigger('click')
    await settled()
    expect(bridge.removal.leave).toHaveBeenCalledTimes(1)
    expect(bridge.removal.preview.mock.calls.length).toBe(looked + 1)
    expect(view.get('dialog h2').text()).toBe('Remove the authenticator app?')
  })

  it('ends with what has changed and what the next sign-in can ask for', async () => {
    const view = await enter({ phase: 'removed' })
    expect(view.get('dialog h2').text()).toBe('The authenticator app was removed')
    expect(texts(view, 'dialog p')).toEqual([
      'Its codes and its recovery code no longer work. You can delete the entry in the app.',
      'Your next sign-in can ask for: Email.'
    ])
  })

  it('has both lists loaded again once it is done, and the focus goes to the title of the view', async () => {
    const view = await ask()
    bridge.factors.listEnrolled.mockResolvedValue(ok([email]))
    bridge.tell('removal:changed', { phase: 'removed' })
    await settled()
    expect(view.text()).not.toContain('More for Authenticator app')
    await button(view, 'Done').trigger('click')
    await settled()
    expect(document.activeElement?.textContent).toBe('Sign-in methods')
  })

  it('goes from the screen when main ends it, as after a lock', async () => {
    const view = await enter({ phase: 'confirming', by: 'dialog' })
    bridge.tell('removal:changed', { phase: 'none' })
    await settled()
    expect(view.find('dialog').exists()).toBe(false)
  })
})

describe('a code that the server wants as well', () => {
  const needed = {
    phase: 'codeNeeded',
    loses: 'phone',
    target: '+44 ••••• 0123',
    pending: false,
    sentAt: 0,
    resendAt: 0
  } satisfies RemovalState

  it.each([
    ['phone', 'Your account itself loses this number'],
    ['email', 'Your account itself loses this address']
  ] as const)('is asked for only after a warning that the account loses its %s', async (loses, words) => {
    const view = await enter({ ...needed, loses })
    expect(view.get('dialog').text()).toContain(words)
  })

  it('can be typed if it may have been sent, and another one can be requested', async () => {
    const view = await enter({ ...needed, sentAt: 1, resendAt: 1, failure: refused('codeMayArrive').error })
    expect(view.get('[role=alert]').text()).toContain('If a code arrives, type it here.')
    expect(view.find('dialog input').exists()).toBe(true)
    expect(button(view, 'Send another code').attributes()).not.toHaveProperty('disabled')
  })

  it('is sent on request, to the target shown', async () => {
    const view = await enter(needed)
    expect(view.get('dialog').text()).toContain('+44 ••••• 0123')
    await button(view, 'Send a code').trigger('click')
    expect(bridge.removal.sendCode).toHaveBeenCalledTimes(1)
  })

  it.each(['1234', '123456', '12345678'])('is passed on when it is %s', async (passcode) => {
    const view = await enter({ ...needed, sentAt: Date.now() })
    await view.get('dialog input').setValue(passcode)
    await button(view, 'Confirm').trigger('click')
    expect(bridge.removal.confirmCode).toHaveBeenCalledWith({ passcode })
  })

  it('can be asked for again once the server allows it', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] })
    const view = await enter({ ...needed, sentAt: Date.now(), resendAt: Date.now() + 30_000 })
    expect(button(view, 'Send another code').attributes()).toHaveProperty('disabled')
    expect(view.get('dialog').text()).toContain('Another code in 30 s')
    await vi.advanceTimersByTimeAsync(30_000)
    expect(button(view, 'Send another code').attributes()).not.toHaveProperty('disabled')
  })

  it('stays to be corrected when it was wrong', async () => {
    const view = await enter({ ...needed, sentAt: 1 })
    bridge.tell('removal:changed', { ...needed, sentAt: 1, failure: refused('passcodeWrong').error })
    await settled()
    const said = view.get('[role=alert]')
    expect(said.text()).toContain('That code was not accepted')
    const field = view.get('dialog input')
    expect(field.attributes('aria-invalid')).toBe('true')
    expect(field.element.compareDocumentPosition(said.element)).toBe(Node.DOCUMENT_POSITION_FOLLOWING)
    expect(field.attributes('aria-describedby')?.split(' ')).toContain(said.attributes('id'))
  })
})
