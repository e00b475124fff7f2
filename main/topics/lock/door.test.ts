import { describe, expect, it } from 'vitest'
import { createDoor } from './door'
import type { AtStake } from './lockInterface'

/** Returns a door and, in order, everything that it does. `end` stands for what locking ends. */
function doorOf(locks: boolean, { atStake, end }: { atStake?: AtStake; end?: () => Promise<void> } = {}) {
  const done: string[] = []
  const note = (what: string) => () => void done.push(what)
  const file = {
    locks: () => locks,
    settings: () => ({ afterMinutes: null, whenAway: true, touchId: false }),
    pin: () => null,
    unreadable: () => false,
    write: () => Promise.resolve()
  }
  const door = createDoor(
    {
      file,
      locked: {
        atStake: () => atStake,
        end: end ?? (() => Promise.resolve().then(note('ended'))),
        begin: note('begun'),
        discardAll: () => Promise.resolve(),
        resealAll: () => Promise.resolve()
      },
      protectScreen: (on) => done.push(on ? 'protected' : 'unprotected'),
      renewPage: note('page renewed'),
      log: (event) => done.push(event)
    },
    { dropKey: note('key dropped'), onTurned: () => done.push(door.isLocked() ? 'locked' : 'opened') }
  )
  return { door, done }
}

describe('the door', () => {
  it.each([
    [true, ['protected']],
    [false, []]
  ])('begins as the file says: %s', (locks, expected) => {
    const { door, done } = doorOf(locks)
    expect(door.isLocked()).toBe(locks)
    expect(done).toEqual(expected)
    expect(door.lost()).toBeUndefined()
  })

  it('renews the page first when it locks, and drops the key last', async () => {
    const { door, done } = doorOf(false)
    door.close()
    expect(door.isLocked()).toBe(true)
    await door.ended()
    expect(done).toEqual(['locked', 'protected', 'page renewed', 'ended', 'key dropped'])
    expect(door.lost()).toBeUndefined()
  })

  it('locks once, and forgets no loss over a second time', async () => {
    const { door, done } = doorOf(false, { atStake: 'session' })
    door.closeUnasked()
    const { length } = done
    door.close()
    door.closeUnasked()
    expect(done).toHaveLength(length)
    expect(door.lost()).toBe('session')
    await door.ended()
    expect(done.filter((what) => what === 'ended')).toHaveLength(1)
  })

  it('that was locked from the start names no loss, because nothing was in memory', () => {
    const { door, done } = doorOf(true, { atStake: 'session' })
    door.closeUnasked()
    door.close()
    expect(door.lost()).toBeUndefined()
    expect(done).toEqual(['protected'])
  })

  it('names no loss of a person who was asked', () => {
    const { door } = doorOf(false, { atStake: 'session' })
    door.close()
    expect(door.lost()).toBeUndefined()
  })

  it('drops the key even if something could not be ended, and opens afterwards', async () => {
    const { door, done } = doorOf(false, { end: () => Promise.reject(new Error('still there')) })
    door.close()
    await expect(door.ended()).resolves.toBeUndefined()
    expect(done).toEqual(['locked', 'protected', 'page renewed', 'key dropped', 'not-ended'])
    door.open()
    expect(door.isLocked()).toBe(false)
    expect(done.slice(5)).toEqual(['unprotected', 'opened', 'begun'])
  })

  it('has nothing to wait for before it was ever locked', async () => {
    await expect(doorOf(false).door.ended()).resolves.toBeUndefined()
  })
})
