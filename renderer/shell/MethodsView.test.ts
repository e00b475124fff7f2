import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { button, installBridge, ok, refused, show, texts } from '../bridge/bridge.testing'
import MethodsView from './MethodsView.vue'

let bridge: ReturnType<typeof installBridge>
beforeEach(() => (bridge = installBridge()))
afterEach(() => vi.useRealTimers())

async function open() {
  const view = show(MethodsView)
  await flushPromises()
  return view
}

describe('the lists', () => {
  it('show what is active first, then what is ready to add, each item beginning with its name', async () => {
    const view = await open()
    expect(texts(view, 'section h2')).toEqual(['Active', 'Ready to add'])
    const [active, ready] = texts(view, 'li')
    expect(active).toMatch(/^Email.*a•••o@fernhill\.example.*Active$/)
    expect(ready).toMatch(/^Text message.*About 1 minute.*Your phone.*Add$/)
  })

  it.each([
    ['WEBAUTHN', 'OTP', 'FACE'],
    ['FACE', 'OTP', 'WEBAUTHN']
  ])('mark one best next step, with its reason, whatever the order of the server: %s, %s, %s', async (...types) => {
    bridge.factors.listToEnroll.mockResolvedValue(ok(types.map((factorType) => ({ factorType }))))
    const view = await open()
    expect(texts(view, '.tag')).toEqual(['Best next step'])
    const rows = texts(view, 'section:last-of-type li')
    expect(rows[0]).toMatch(/^Authenticator app\s*Best next step.*If you lose that mailbox, this still lets you in/)
    expect(rows[1]).toMatch(/^Face/)
    expect(rows[2]).toMatch(/^WEBAUTHN/)
    const primary = view.findAll('.button.primary').map((one) => one.attributes('aria-label'))
    expect(primary).toEqual(['Add an authenticator app'])
  })

  it('say when the tenant last sent both, and a successful check updates that time', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date(2026, 10, 3, 14, 3, 5) })
    const view = await open()
    expect(view.get('.page-head').text()).toContain('Checked at 14:03:05')
    vi.setSystemTime(new Date(2026, 10, 3, 14, 3, 9))
    await button(view, 'Check again').trigger('click')
    await flushPromises()
    expect(view.get('.page-head').text()).toContain('Checked at 14:03:09')
    vi.setSystemTime(new Date(2026, 10, 3, 14, 9))
    bridge.factors.listEnrolled.mockResolvedValue(refused('timedOut'))
    await button(view, 'Check again').trigger('click')
    await flushPromises()
    expect(view.get('.page-head').text()).toContain('Checked at 14:03:09')
  })

  it('send somebody who has nothing and is offered nothing to the administrator, without a check mark', async () => {
    bridge.factors.listEnrolled.mockResolvedValue(ok([]))
    bridge.factors.listToEnroll.mockResolvedValue(ok([]))
    const view = await open()
    const empty = view.get('.empty')
    expect(view.text()).toContain('Ask your administrator')
    expect(empty.find('.lucide-circle-check').exists()).toBe(false)
  })

  it('recommend nothing before it is known whether there are passkeys', async () => {
    bridge.passkeys.list.mockReturnValue(new Promise(() => undefined))
    const view = await open()
    expect(view.findAll('.tag, .button.primary')).toHaveLength(0)
  })

  it('recommend nothing while the active methods are unknown', async () => {
    bridge.factors.listEnrolled.mockResolvedValue(refused('timedOut'))
    const view = await open()
    expect(view.findAll('.tag')).toHaveLength(0)
  })

  it('begin an enrolment with Add, which shows one word and names the method to a screen reader', async () => {
    const view = await open()
    const add = button(view, 'Add text message')
    expect(add.text()).toBe('Add')
    await add.trigger('click')
    expect(bridge.enrolment.start).toHaveBeenCalledWith({ factorType: 'SMS' })
  })

  it('say why an enrolment did not begin', async () => {
    bridge.enrolment.start.mockResolvedValue(refused('notAllowed'))
    const view = await open()
    await button(view, 'Add text message').trigger('click')
    await flushPromises()
    expect(view.get('[role=alert]').text()).toContain('The request was not allowed')
  })

  it('stand below one line that says how well the account is protected, as far as it is known', async () => {
    expect((await open()).get('.protection').text()).toBe('Protected by 1 method')
    const codeKeptAt = new Date(2026, 4, 3).getTime()
    bridge.factors.listEnrolled.mockResolvedValue(
      ok([
        { factorId: 'a', factorType: 'EMAIL' },
        { factorId: 'b', factorType: 'OTP', codeKeptAt }
      ])
    )
    bridge.passkeys.list.mockResolvedValue(ok([{ credentialId: 'k' }]))
    await button(await open(), 'Check again').trigger('click')
    await flushPromises()
    const line = document.querySelector('.protection')
    expect(line?.textContent).toBe('Protected by 2 methods · 1 passkey · recovery code kept on 3 May 2026')
  })

  it.each([
    [undefined, 'Your password alone protects this account'],
    [[{ credentialId: 'k' }], 'Your password alone still lets anybody in who knows it · 1 passkey']
  ])('say that nothing protects the password where nothing is active, passkeys: %j', async (passkeys, words) => {
    bridge.factors.listEnrolled.mockResolvedValue(ok([]))
    bridge.passkeys.list.mockResolvedValue(ok(passkeys))
    expect((await open()).get('.protection').text()).toBe(words)
  })

  it('do not say how well the account is protected while that is unknown', async () => {
    bridge.factors.listEnrolled.mockResolvedValue(refused('timedOut'))
    expect((await open()).find('.protection').exists()).toBe(false)
  })

  it('start with what is ready to add when nothing is active, and say so', async () => {
    bridge.factors.listEnrolled.mockResolvedValue(ok([]))
    const view = await open()
    expect(texts(view, 'section h2')).toEqual(['Ready to add', 'Active'])
    expect(view.text()).toContain('Nothing is active yet.')
  })

  it('say that nothing is left to add', async () => {
    bridge.factors.listToEnroll.mockResolvedValue(ok([]))
    const view = await open()
    expect(view.text()).toContain('Every method your organisation offers is active.')
  })

  it('say only that nothing is left to add while the active methods are unknown', async () => {
    bridge.factors.listToEnroll.mockResolvedValue(ok([]))
    bridge.factors.listEnrolled.mockResolvedValue(refused('timedOut'))
    const view = await open()
    expect(texts(view, '.empty')).toEqual(['Nothing left to add.'])
  })

  it.each(['WEBAUTHN', 'constructor', '<b>x</b>'])(
    'keep %s, a type they do not know, as an unsupported row',
    async (type) => {
      bridge.factors.listToEnroll.mockResolvedValue(ok([{ factorType: type }, { factorType: type }]))
      bridge.factors.listEnrolled.mockResolvedValue(ok([{ factorId: '|', factorType: type }]))
      const view = await open()
      expect(texts(view, 'li bdi')).toEqual([type, type, type])
      expect(view.text()).toContain('Not supported in this version')
    }
  )

  it('show a skeleton only once loading takes longer than a moment', async () => {
    vi.useFakeTimers()
    bridge.factors.listToEnroll.mockReturnValue(new Promise(() => undefined))
    const view = show(MethodsView)
    expect(view.find('.bone').exists()).toBe(false)
    await vi.advanceTimersByTimeAsync(301)
    expect(view.find('.bone').exists()).toBe(true)
    expect(view.find('[aria-busy=true]').exists()).toBe(true)
  })

  it('stop loading when the view goes', async () => {
    const view = await open()
    view.unmount()
    expect(bridge.factors.stopLoading).toHaveBeenCalledTimes(1)
  })
})

describe('a failure', () => {
  it('is one alert that names the list and leaves the other as it is', async () => {
    bridge.factors.listToEnroll.mockResolvedValue(refused('timedOut', { status: 504, requestId: 'abc' }))
    const view = await open()
    expect(view.findAll('[role=alert]')).toHaveLength(1)
    expect(view.get('[role=alert]').text()).toContain('The methods you can add could not be loaded.')
    expect(texts(view, 'section h2')).toEqual(['Active'])
    expect(view.get('details').text()).toContain('abc')
  })

  it('keeps what was known, with its age', async () => {
    vi.useFakeTimers()
    const view = show(MethodsView)
    await vi.advanceTimersByTimeAsync(3 * 60_000)
    bridge.factors.listToEnroll.mockResolvedValue(refused('offline'))
    await button(view, 'Check again').trigger('click')
    await vi.advanceTimersByTimeAsync(0)
    expect(view.get('[role=alert]').text()).toContain('You are offline. Last updated 3 minutes ago.')
    expect(view.text()).not.toContain('could not be loaded')
    expect(view.get('.stack').element.firstElementChild?.className).toBe('banner')
    expect(texts(view, '.button.primary')).toEqual([])
    expect(texts(view, 'section')[1]).toMatch(/^Ready to add1Last updated 3 minutes agoText message/)
    expect(texts(view, 'section')[0]).not.toContain('Last updated')
  })

  it('goes when trying again works, and the focus moves to the title', async () => {
    bridge.factors.listToEnroll.mockResolvedValueOnce(refused('serverFault'))
    const view = await open()
    const again = button(view, 'Try again')
    again.element.focus()
    await again.trigger('click')
    await flushPromises()
    expect(view.find('[role=alert]').exists()).toBe(false)
    expect(document.activeElement?.textContent).toBe('Sign-in methods')
  })

  it('holds back the next try for as long as the server asks', async () => {
    vi.useFakeTimers()
    bridge.factors.listToEnroll.mockResolvedValue(refused('rateLimited', { retryAt: Date.now() + 65_000 }))
    const view = show(MethodsView)
    await vi.advanceTimersByTimeAsync(1000)
    expect(button(view, 'Try again').attributes()).toHaveProperty('disabled')
    expect(view.get('[role=alert]').text()).toContain('Possible in 1 min 4 s')
    await vi.advanceTimersByTimeAsync(64_000)
    expect(button(view, 'Try again').attributes()).not.toHaveProperty('disabled')
  })

  it('shows the server’s own words as text', async () => {
    bridge.factors.listToEnroll.mockResolvedValue(refused('rejected', { detail: '<img src=x>' }))
    const view = await open()
    expect(view.findAll('details bdi').map((one) => one.text())).toContain('<img src=x>')
  })

  it('can be copied for a help desk', async () => {
    const failure = refused('rejected', { requestId: 'abc' })
    bridge.factors.listToEnroll.mockResolvedValue(failure)
    const view = await open()
    await button(view, 'Copy details').trigger('click')
    expect(bridge.diagnostics.copyFailure).toHaveBeenCalledWith(failure.error)
    await flushPromises()
    expect(view.get('details').text()).toContain('Copied')
  })
})
