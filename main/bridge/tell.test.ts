import { expect, it } from 'vitest'
import type { EventName } from '../../contract'
import type { LockState } from '../../contract/lock'
import { createTell, tellWhile } from './tell'

const lockState: LockState = {
  locked: true,
  pinSet: true,
  settings: { afterMinutes: 10, whenAway: true, touchId: false },
  touchIdAvailable: false
}

function page() {
  const heard: [EventName, unknown][] = []
  return { heard, post: (event: EventName, data: unknown) => void heard.push([event, data]) }
}

it('passes on what the contract names, and drops the rest', () => {
  const { heard, post } = page()
  const state = { phase: 'none', accessToken: 'secret' } as const
  createTell({ post }, () => false)('removal:changed', state)
  expect(heard).toEqual([['removal:changed', { phase: 'none' }]])
})

it('sends nothing that does not fit the contract', () => {
  const { heard, post } = page()
  const broken = JSON.parse('{ "phase": "unheard of" }') as { phase: 'none' }
  expect(() => createTell({ post }, () => false)('removal:changed', broken)).toThrow()
  expect(heard).toEqual([])
})

it('sends a locked window nothing but the state of its lock', () => {
  const { heard, post } = page()
  const tell = createTell({ post }, () => true)
  tell('removal:changed', { phase: 'none' })
  tell('lock:changed', lockState)
  expect(heard).toEqual([['lock:changed', lockState]])
})

it('sends nothing about an account that is not on screen', () => {
  const { heard, post } = page()
  let current = false
  const tell = tellWhile(
    () => current,
    createTell({ post }, () => false)
  )
  tell('removal:changed', { phase: 'none' })
  current = true
  tell('enrolment:changed', { phase: 'none' })
  expect(heard).toEqual([['enrolment:changed', { phase: 'none' }]])
})
