import { describe, expect, it, vi } from 'vitest'
import { AppError } from '../../ground/errors'
import { createDataKey, type DataKey } from './dataKey'

const bytes = (value: number): Buffer => Buffer.alloc(32, value)
const zeros = bytes(0)

/** Returns a data key in a keychain that says whether a PIN is set, and counts how often it is asked and missed. */
function fresh(isPinSet: boolean | AppError = false) {
  const asked = vi.fn(() => (isPinSet instanceof AppError ? Promise.reject(isPinSet) : Promise.resolve(isPinSet)))
  const onMissing = vi.fn()
  const dataKey = createDataKey({ profile: 'profile', isPinSet: asked, onMissing })
  return { dataKey, asked, onMissing }
}

const sealerOf = (dataKey: DataKey) => dataKey.sealingOf('account').sealer()
const openerOf = (dataKey: DataKey) => dataKey.sealingOf('account').opener()

/** Returns a promise and the function that settles it. */
function arriving() {
  let settle: (stored: boolean) => void = () => undefined
  const stored = new Promise<boolean>((resolve) => (settle = resolve))
  return { stored, settle }
}

describe('the data key', () => {
  it('is there at once if it comes from the keychain, and nobody asks whether a PIN is set', async () => {
    const { dataKey, asked, onMissing } = fresh(true)
    expect(await dataKey.hold(bytes(1))).toBe(true)
    expect(dataKey.held()).toEqual(bytes(1))
    const sealer = await sealerOf(dataKey)
    expect((await openerOf(dataKey))?.open('entry', sealer?.seal('entry', 'text') ?? '')).toBe('text')
    expect(asked).not.toHaveBeenCalled()
    expect(onMissing).not.toHaveBeenCalled()
  })

  it('is waited for while it is on its way into the keychain', async () => {
    const { dataKey, asked } = fresh(false)
    const { stored, settle } = arriving()
    const held = dataKey.hold(bytes(1), stored)
    const waiting = sealerOf(dataKey)
    expect(dataKey.held()).toBeUndefined()
    settle(true)
    expect(await waiting).toBeDefined()
    expect(await held).toBe(true)
    expect(asked).not.toHaveBeenCalled()
  })

  it('is not taken over if no keychain holds it', async () => {
    const { dataKey } = fresh(false)
    expect(await dataKey.hold(bytes(1), Promise.resolve(false))).toBe(false)
    expect(dataKey.held()).toBeUndefined()
    expect(await sealerOf(dataKey)).toBeUndefined()
  })

  it('is not taken over if it could not be stored, and nobody waits for it any longer', async () => {
    const { dataKey } = fresh(false)
    const refused = new AppError('keychainSilent')
    await expect(dataKey.hold(bytes(1), Promise.reject(refused))).rejects.toBe(refused)
    expect(await sealerOf(dataKey)).toBeUndefined()
  })

  it('is not taken over if everything was locked before it was stored', async () => {
    const { dataKey } = fresh(false)
    const { stored, settle } = arriving()
    const held = dataKey.hold(bytes(1), stored)
    dataKey.drop()
    settle(true)
    expect(await held).toBe(true)
    expect(dataKey.held()).toBeUndefined()
    await dataKey.hold(bytes(2))
    expect(dataKey.held()).toEqual(bytes(2))
  })

  it('is overwritten in memory when it is dropped, and when another one replaces it', async () => {
    const { dataKey } = fresh()
    const [first, second] = [bytes(1), bytes(2)]
    dataKey.drop()
    await dataKey.hold(first)
    await dataKey.hold(first)
    expect(first).toEqual(bytes(1))
    await dataKey.hold(second)
    expect([first, second]).toEqual([zeros, bytes(2)])
    dataKey.drop()
    expect(second).toEqual(zeros)
    expect(dataKey.held()).toBeUndefined()
  })

  it('that is missing although a PIN is set means locked, for reading and for writing', async () => {
    const { dataKey, onMissing } = fresh(true)
    await expect(openerOf(dataKey)).rejects.toEqual(new AppError('locked'))
    await expect(sealerOf(dataKey)).rejects.toEqual(new AppError('locked'))
    expect(onMissing).toHaveBeenCalledTimes(2)
  })

  it('that nobody needs means readable entries', async () => {
    const { dataKey, onMissing } = fresh(false)
    expect(await openerOf(dataKey)).toBeUndefined()
    expect(await sealerOf(dataKey)).toBeUndefined()
    expect(onMissing).not.toHaveBeenCalled()
  })

  it('is neither missing nor unneeded while the keychain does not answer', async () => {
    const { dataKey, onMissing } = fresh(new AppError('keychainSilent'))
    await expect(sealerOf(dataKey)).rejects.toEqual(new AppError('keychainSilent'))
    expect(onMissing).not.toHaveBeenCalled()
  })

  it('opens what is sealed while new entries are left readable', async () => {
    const { dataKey } = fresh()
    await dataKey.hold(bytes(1))
    const sealed = (await sealerOf(dataKey))?.seal('entry', 'text') ?? ''
    dataKey.leaveReadable(true)
    expect(await sealerOf(dataKey)).toBeUndefined()
    expect((await openerOf(dataKey))?.open('entry', sealed)).toBe('text')
    dataKey.leaveReadable(false)
    expect(await sealerOf(dataKey)).toBeDefined()
  })

  it('seals for one account of one profile', async () => {
    const { dataKey } = fresh()
    await dataKey.hold(bytes(1))
    const sealed = (await sealerOf(dataKey))?.seal('entry', 'text') ?? ''
    expect((await dataKey.sealingOf('other').opener())?.open('entry', sealed)).toBeUndefined()
  })
})
