import { afterEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '../../ground/errors'
import type { DialogText } from '../../ground/dialogText'
import type { Session } from '../sessionInterface'
import { createConfirmation } from './confirmation'

const email = { factorType: 'EMAIL', target: { kind: 'email', email: 'ada@harbour.example' } } as const
const asked = { what: 'factor', factorType: 'EMAIL', target: 'a•••a@harbour.example' } as const
const unaborted = new AbortController().signal
const follows = 'Your browser opens next'

afterEach(() => vi.restoreAllMocks())

/** Returns a confirmation for a person who signed in long ago, in an earlier run if `signedInAt` is absent. */
function confirmationOf({ signedInAt, timeTold = true }: { signedInAt?: number; timeTold?: boolean } = {}) {
  const proveIdentity = vi.fn<Session['proveIdentity']>((onLink) => {
    onLink('http://127.0.0.1/go')
    return Promise.resolve({ timeTold })
  })
  const confirmInDialog = vi.fn<(text: DialogText, signal: AbortSignal) => Promise<boolean>>(() =>
    Promise.resolve(true)
  )
  const log = vi.fn()
  const confirmation = createConfirmation({
    session: { signedInAt: () => signedInAt, proveIdentity },
    clockError: () => 5_000,
    confirmInDialog,
    where: () => Promise.resolve({ account: 'ada@fernhill.example', host: 'id.example' }),
    language: () => 'en',
    log
  })
  return { confirmation, proveIdentity, confirmInDialog, log }
}

describe('a question before a removal', () => {
  it('is put in a dialog, whose answer it is', async () => {
    const { confirmation, confirmInDialog, proveIdentity } = confirmationOf({ signedInAt: Date.now() })
    expect(confirmation.by()).toBe('dialog')
    const { signal } = new AbortController()
    expect(await confirmation.ask('dialog', asked, vi.fn(), signal)).toBe(true)
    expect(confirmInDialog.mock.lastCall).toMatchObject([
      { detail: expect.stringContaining(asked.target) as string },
      {}
    ])
    expect(confirmInDialog.mock.lastCall?.[1]).toBe(signal)
    confirmInDialog.mockResolvedValue(false)
    expect(await confirmation.ask('dialog', asked, vi.fn(), signal)).toBe(false)
    expect(proveIdentity).not.toHaveBeenCalled()
  })

  it('is answered by a fresh sign-in if the last one is of an earlier run', async () => {
    const { confirmation, confirmInDialog, proveIdentity, log } = confirmationOf()
    expect(confirmation.by()).toBe('signIn')
    const onLink = vi.fn()
    expect(await confirmation.ask('signIn', asked, onLink, unaborted)).toBe(true)
    expect(onLink).toHaveBeenCalledWith('http://127.0.0.1/go')
    expect(proveIdentity).toHaveBeenCalledWith(onLink, unaborted, 5_000, undefined)
    expect(confirmInDialog).not.toHaveBeenCalled()
    expect(log).not.toHaveBeenCalled()
  })

  it.each([
    ['signInDenied', 'confirmationDeclined'],
    ['confirmationDeclined', 'confirmationDeclined'],
    ['signInTimedOut', 'signInTimedOut']
  ] as const)('ends with %s as %s', async (code, told) => {
    const { confirmation, proveIdentity } = confirmationOf()
    const error = new AppError(code)
    proveIdentity.mockRejectedValue(error)
    const failure: unknown = await confirmation.ask('signIn', asked, vi.fn(), unaborted).catch((one: unknown) => one)
    expect(failure).toMatchObject({ code: told })
    expect(failure === error || (failure instanceof AppError && failure.cause === error)).toBe(true)
    const bug = new TypeError('bug')
    proveIdentity.mockRejectedValue(bug)
    await expect(confirmation.ask('signIn', asked, vi.fn(), unaborted)).rejects.toBe(bug)
  })
})

describe('a question before an addition', () => {
  it('is put in a dialog, and says so when a fresh sign-in follows', async () => {
    const { confirmation, confirmInDialog, proveIdentity, log } = confirmationOf({ timeTold: false })
    const [ask, onAsking] = [confirmation.forAddition(), vi.fn()]
    await ask(email, onAsking, unaborted)
    expect(onAsking.mock.calls).toEqual([['dialog'], ['signIn'], ['signIn', 'http://127.0.0.1/go']])
    const [text] = confirmInDialog.mock.lastCall ?? []
    expect(text?.detail).toContain('ada@harbour.example')
    expect(text?.detail).toContain('Account: ada@fernhill.example')
    expect(text?.detail).toContain(follows)
    expect(proveIdentity.mock.lastCall?.slice(1)).toEqual([unaborted, 5_000, 'allowed'])
    expect(log).toHaveBeenCalledWith('sign-in-time-missing')
    await ask(email, onAsking, unaborted)
    expect(confirmInDialog.mock.lastCall?.[0].detail).not.toContain(follows)
  })

  it('is only put in a dialog after a recent sign-in', async () => {
    const { confirmation, confirmInDialog, proveIdentity } = confirmationOf({ signedInAt: Date.now() })
    await confirmation.forAddition()(email, vi.fn(), unaborted)
    expect(confirmInDialog.mock.lastCall?.[0].detail).not.toContain(follows)
    expect(proveIdentity).not.toHaveBeenCalled()
  })

  it('is declined by who does not sign in', async () => {
    for (const code of ['signInDenied', 'confirmationDeclined'] as const) {
      const { confirmation, proveIdentity } = confirmationOf()
      proveIdentity.mockRejectedValue(new AppError(code))
      await expect(confirmation.forAddition()(email, vi.fn(), unaborted)).rejects.toMatchObject({
        code: 'additionDeclined'
      })
    }
  })

  it('that was left is not put, and what it was told counts no more', async () => {
    const before = confirmationOf()
    const left = AbortSignal.abort(new Error('left'))
    await expect(before.confirmation.forAddition()(email, vi.fn(), left)).rejects.toThrow('left')
    expect(before.confirmInDialog).not.toHaveBeenCalled()

    const leaving = new AbortController()
    const during = confirmationOf()
    during.confirmInDialog.mockImplementation(() => {
      leaving.abort(new Error('left'))
      return Promise.resolve(false)
    })
    await expect(during.confirmation.forAddition()(email, vi.fn(), leaving.signal)).rejects.toThrow('left')
    expect(during.proveIdentity).not.toHaveBeenCalled()

    const late = new AbortController()
    const after = confirmationOf()
    after.proveIdentity.mockImplementation(() => {
      late.abort(new Error('left'))
      return Promise.resolve({ timeTold: true })
    })
    const ask = after.confirmation.forAddition()
    await expect(ask(email, vi.fn(), late.signal)).rejects.toThrow('left')
    await ask(email, vi.fn(), unaborted)
    expect(after.proveIdentity).toHaveBeenCalledTimes(2)
  })
})
