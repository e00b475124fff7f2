import { expect, it, vi } from 'vitest'
import { createUnlocking } from './unlocking'
import type { KeptPin } from './pinStore'

const content = { v: 1, gen: 1, salt: '', cost: 16, wrapped: '', complete: true, failed: 0, notBefore: 0 } as const
const settings = { afterMinutes: null, whenAway: true, touchId: true }
const unused = (): never => {
  throw new Error('not to be called')
}
const nothing = () => Promise.resolve()

/** Returns the ways out of a locked window. The PIN is `found` after a finger was shown, and there is no key for Touch ID. */
function ways(found: KeptPin | 'gone' | undefined) {
  const open = vi.fn()
  const unlocking = createUnlocking(
    {
      file: { settings: () => settings, pin: unused, unreadable: unused, locks: unused, write: unused },
      keychain: { vault: { get: unused, set: unused, delete: unused }, profile: 'profile', reset: unused },
      locked: { atStake: unused, end: unused, begin: unused, discardAll: unused, resealAll: unused },
      touchId: { available: () => true, prompt: nothing },
      log: unused
    },
    {
      door: { isLocked: () => true, lost: unused, close: unused, closeUnasked: unused, ended: nothing, open },
      known: {
        isSet: unused,
        onlySignIn: () => undefined,
        look: () => Promise.resolve(found),
        refresh: unused,
        lookAfresh: nothing,
        isInKeychain: unused,
        forget: unused
      },
      setting: { set: unused, remove: unused, change: unused, complete: unused, forget: unused },
      dataKey: { hold: unused, held: unused, leaveReadable: unused, drop: unused, sealingOf: unused },
      touchIdKey: { read: () => Promise.resolve(undefined), keep: unused, remove: unused },
      check: unused
    }
  )
  return { unlocking, open }
}

it('does not open by a finger without the key that the keychain should hold', async () => {
  const { unlocking, open } = ways({ in: 'keychain', content })
  await expect(unlocking.withTouchId()).rejects.toMatchObject({ code: 'touchIdRefused' })
  expect(open).not.toHaveBeenCalled()
})

it.each([
  ['is in the file', { in: 'file', content }],
  ['has gone while the finger was shown', 'gone'],
  ['was removed while the finger was shown', undefined]
] as const)('opens by a finger without a key if the PIN %s', async (_where, found) => {
  const { unlocking, open } = ways(found)
  await unlocking.withTouchId()
  expect(open).toHaveBeenCalledTimes(1)
})
