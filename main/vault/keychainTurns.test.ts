import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { keychain } from './keychain'
import type { Request } from './keychainRequest'
import type { KeychainWorker } from './workerCalls'

/** A worker in this process. The test answers in its place, so that time passes only when the test lets it. */
class Worker implements KeychainWorker {
  readonly posted: Request[] = []
  killed = false
  say: (message: unknown) => void = () => undefined
  exit: () => void = () => undefined

  post(message: Request): void {
    this.posted.push(message)
  }
  onMessage(listener: (message: unknown) => void): void {
    this.say = listener
  }
  onExit(listener: () => void): void {
    this.exit = listener
  }
  kill(): void {
    this.killed = true
  }
}

let workers: Worker[]
const start = (): Worker => {
  const worker = new Worker()
  workers.push(worker)
  return worker
}
function worker(index = 0): Worker {
  const started = workers[index]
  if (!started) throw new Error(`No worker ${index} was started`)
  return started
}

beforeEach(() => {
  workers = []
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] })
})
afterEach(() => {
  vi.useRealTimers()
})

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)
/** Answers the request number `count` of a worker, once everything that leads to it has run. */
async function answer(count: number, facts: object, index = 0): Promise<void> {
  await pass(0)
  const { posted, say } = worker(index)
  say({ id: posted[count - 1]?.id, ...facts })
}
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => error
  )
const silent = { code: 'keychainSilent' }

describe('a vault of the keychain', () => {
  it('asks for exactly what was called, one call after the other, under an id of its own', async () => {
    const chain = keychain(start)
    const [one, other] = [chain.vault('Holdfast/one'), chain.vault('Holdfast/other')]
    const calls = Promise.all([one.get('head'), other.set('g1.0', 'text'), one.delete('head')])
    await pass(0)
    expect(worker().posted).toHaveLength(1)
    for (const [index, value] of ['found', undefined, true].entries()) await answer(index + 1, { value })
    expect(await calls).toEqual(['found', undefined, true])
    expect(worker().posted).toStrictEqual([
      { id: 1, verb: 'get', service: 'Holdfast/one', name: 'head' },
      { id: 2, verb: 'set', service: 'Holdfast/other', name: 'g1.0', value: 'text' },
      { id: 3, verb: 'delete', service: 'Holdfast/one', name: 'head' }
    ])
    expect(workers).toHaveLength(1)
  })

  it.each([
    ['no entry', null, null],
    ['an answer that is no text', true, null],
    ['no answer at all', undefined, null],
    ['an empty text', '', '']
  ])('reads %s as what it is', async (_what, value, read) => {
    const getting = keychain(start).vault('service').get('head')
    await answer(1, { value })
    expect(await getting).toBe(read)
  })

  it.each([true, false, null, undefined, 'true'])(
    'has deleted something only if the worker says so: %j',
    async (value) => {
      const deleting = keychain(start).vault('service').delete('head')
      await answer(1, { value })
      expect(await deleting).toBe(value === true)
    }
  )

  it('names the cause of a failure, and fails with an empty message too', async () => {
    const vault = keychain(start).vault('service')
    const [refused, unnamed] = [codeOf(vault.get('head')), codeOf(vault.set('head', 'x'))]
    await answer(1, { error: 'Cannot create an item in a locked collection' })
    await answer(2, { error: '' })
    expect(await refused).toMatchObject({ code: 'keychainLocked' })
    expect(await unnamed).toMatchObject({ code: 'keychainUnusable' })
  })

  it('goes on waiting after a message that is no answer to its call', async () => {
    const getting = keychain(start).vault('service').get('head')
    await pass(0)
    for (const message of [undefined, null, 'x', {}, { id: '1', value: 'x' }, { id: 2, value: 'other' }])
      worker().say(message)
    await answer(1, { value: 'own' })
    expect(await getting).toBe('own')
  })
})

describe('a worker that does not answer', () => {
  it('is killed after five seconds, and for thirty more no other is asked', async () => {
    const vault = keychain(start).vault('service')
    const stuck = codeOf(vault.get('head'))
    await pass(4_999)
    expect(worker().killed).toBe(false)
    await pass(1)
    expect(worker().killed).toBe(true)
    expect(await stuck).toMatchObject(silent)
    await pass(29_999)
    expect(await codeOf(vault.get('head'))).toMatchObject(silent)
    expect(workers).toHaveLength(1)
    await pass(1)
    const next = vault.get('head')
    await answer(1, { value: 'back' }, 1)
    expect(await next).toBe('back')
  })

  it('is replaced at once after a reset', async () => {
    const chain = keychain(start)
    const stuck = codeOf(chain.vault('service').get('head'))
    await pass(5_000)
    expect(await stuck).toMatchObject(silent)
    chain.reset()
    const next = chain.vault('service').get('head')
    await answer(1, { value: 'back' }, 1)
    expect(await next).toBe('back')
  })

  it('fails the call that waits if it ends, and the next call has a new one', async () => {
    const vault = keychain(start).vault('service')
    const call = codeOf(vault.get('head'))
    await pass(0)
    worker().exit()
    expect(await call).toMatchObject(silent)
    const next = vault.get('head')
    await answer(1, { value: 'back' }, 1)
    expect(await next).toBe('back')
  })

  it('takes nothing from the one that follows when its end is heard late', async () => {
    const chain = keychain(start)
    const vault = chain.vault('service')
    const stuck = codeOf(vault.get('head'))
    await pass(0)
    chain.reset()
    expect(await stuck).toMatchObject(silent)
    const next = vault.get('head')
    await pass(0)
    worker(0).exit()
    await answer(1, { value: 'one' }, 1)
    expect(await next).toBe('one')
    const last = vault.get('head')
    await answer(2, { value: 'two' }, 1)
    expect(await last).toBe('two')
    expect(workers).toHaveLength(2)
  })
})

describe('an idle worker', () => {
  /** Makes a call that is answered after `ms`. */
  async function callFor(ms: number, chain: ReturnType<typeof keychain>): Promise<void> {
    const count = worker().posted.length + 1
    const call = chain.vault('service').get('head')
    await pass(ms)
    await answer(count, { value: null })
    await call
  }
  /** Returns a keychain whose worker has answered one call. */
  async function used() {
    const chain = keychain(() => workers[0] ?? start())
    start()
    await callFor(0, chain)
    return chain
  }

  it('is ended two seconds after the last answer, and not during a call', async () => {
    const chain = await used()
    await pass(1_500)
    await callFor(1_000, chain)
    await pass(1_999)
    expect(worker().killed).toBe(false)
    await pass(1)
    expect(worker().killed).toBe(true)
  })

  it('is kept as long as anybody holds it, however often one of them lets go', async () => {
    const chain = await used()
    await pass(1_000)
    const [first, second] = [chain.hold(), chain.hold()]
    first()
    first()
    await callFor(0, chain)
    await pass(1_000)
    await answer(3, { value: null })
    await pass(60_000)
    expect(worker().killed).toBe(false)
    second()
    await pass(1_999)
    expect(worker().killed).toBe(false)
    await pass(1)
    expect(worker().killed).toBe(true)
  })

  it('can be ended before anything was asked, and more than once', () => {
    const chain = keychain(start)
    expect(() => {
      chain.reset()
      chain.close()
      chain.close()
    }).not.toThrow()
    expect(workers).toEqual([])
  })
})

describe('a keychain that is held', () => {
  it('is woken after a second by a question for an entry that does not exist, even if it refuses', async () => {
    const chain = keychain(start)
    chain.hold()
    await pass(999)
    expect(workers).toEqual([])
    await pass(1)
    expect(worker().posted).toMatchObject([{ verb: 'get', service: 'Holdfast', name: 'head' }])
    await answer(1, { error: 'The prompt was dismissed' })
    const call = chain.vault('service').get('head')
    await answer(2, { value: 'awake' })
    expect(await call).toBe('awake')
  })
})
