import { beforeEach, expect, it } from 'vitest'
import { installBridge, ok, refused } from '../bridge/bridge.testing'
import { useSessionStore } from './session'

let bridge: ReturnType<typeof installBridge>
beforeEach(() => (bridge = installBridge()))

it('listens before it asks, so that no change is missed', async () => {
  bridge.session.read.mockImplementation(() => {
    bridge.tell('session:changed', { phase: 'signedOut' })
    return Promise.resolve(ok({ phase: 'starting' }))
  })
  const session = useSessionStore()
  await session.start()
  expect(session.state).toEqual({ phase: 'signedOut' })
})

it('shows the state main answers with', async () => {
  const session = useSessionStore()
  await session.start()
  expect(session.state).toEqual({ phase: 'signedIn', keptIn: 'keychain' })
})

it('keeps why an action was refused until the session moves on', async () => {
  const session = useSessionStore()
  await session.start()
  bridge.session.signOut.mockResolvedValue(refused('keychainNotCleared'))
  await session.act('signOut')
  expect(session.failure?.code).toBe('keychainNotCleared')
  bridge.tell('session:changed', { phase: 'signedOut' })
  expect(session.failure).toBeUndefined()
})

it('does not start an action twice', async () => {
  const session = useSessionStore()
  await Promise.all([session.act('signOut'), session.act('signOut')])
  expect(bridge.session.signOut).toHaveBeenCalledTimes(1)
})
