import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { keychain, type KeychainTimes } from './keychain'
import type { KeychainWorker } from './workerCalls'

const children: ChildProcess[] = []
afterEach(() => {
  vi.useRealTimers()
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

/** Starts the real worker in a Node child whose session has no D-Bus, so keytar answers each call with its own error. */
function startWorker(): KeychainWorker {
  const { DBUS_SESSION_BUS_ADDRESS: _bus, DISPLAY: _display, ...env } = process.env
  const child = fork(new URL('keychainWorker.ts', import.meta.url), {
    execArgv: ['--import', 'tsx'],
    env,
    stdio: 'ignore'
  })
  children.push(child)
  return {
    post: (message) => child.send(message),
    onMessage: (listener) => child.on('message', listener),
    onExit: (listener) => child.on('exit', listener),
    kill: () => child.kill('SIGKILL')
  }
}

/** Starts a worker and stops it before it can answer, as if the keyring hangs. */
function startStoppedWorker(): KeychainWorker {
  const worker = startWorker()
  children.at(-1)?.kill('SIGSTOP')
  return worker
}

const times = (deadline: number): KeychainTimes => ({ deadline, rest: 60_000, idle: 60_000, wake: 1_000 })

describe.skipIf(process.platform !== 'linux')('the keychain', () => {
  it('says that it is absent if the session has none', async () => {
    const chain = keychain(startWorker, times(30_000))
    const vault = chain.vault('Holdfast/test')
    await expect(vault.get('head')).rejects.toMatchObject({ code: 'keychainAbsent' })
    await expect(vault.set('head', 'x')).rejects.toMatchObject({ code: 'keychainAbsent' })
    expect(children).toHaveLength(1)
    chain.close()
  })

  it('kills a worker that does not answer, and refuses further calls for a while', async () => {
    const chain = keychain(startStoppedWorker, times(200))
    const vault = chain.vault('Holdfast/test')
    const calls = await Promise.allSettled([vault.get('a'), vault.get('b'), vault.set('c', 'd')])
    for (const call of calls) expect(call).toMatchObject({ status: 'rejected', reason: { code: 'keychainSilent' } })
    expect(children).toHaveLength(1)
    const child = children[0]
    if (child?.signalCode === null) await once(child, 'exit')
    expect(child?.signalCode).toBe('SIGKILL')
  })

  it('is asked again after a reset, by a new worker that the end of the old one does not disturb', async () => {
    let start = startStoppedWorker
    const chain = keychain(() => start(), times(30_000))
    const vault = chain.vault('Holdfast/test')
    const stuck = vault.get('a')
    setImmediate(() => {
      start = startWorker
      chain.reset()
    })
    await expect(stuck).rejects.toMatchObject({ code: 'keychainSilent' })
    await expect(vault.get('a')).rejects.toMatchObject({ code: 'keychainAbsent' })
    expect(children).toHaveLength(2)
    chain.close()
  })

  it('reports a worker that dies while asked, and starts another for the next call', async () => {
    const chain = keychain(startStoppedWorker, times(30_000))
    const vault = chain.vault('Holdfast/test')
    const call = vault.get('a')
    setImmediate(() => children[0]?.kill('SIGKILL'))
    await expect(call).rejects.toMatchObject({ code: 'keychainSilent' })
    void vault.get('b').catch(() => undefined)
    await expect.poll(() => children.length).toBe(2)
    chain.close()
  })

  it('ends its worker when idle, and keeps it while held', async () => {
    const chain = keychain(startWorker, { deadline: 30_000, rest: 0, idle: 0, wake: 0 })
    const vault = chain.vault('Holdfast/test')
    const release = chain.hold()
    await expect(vault.get('a')).rejects.toMatchObject({ code: 'keychainAbsent' })
    const child = children[0]
    expect(child?.exitCode ?? child?.signalCode).toBeNull()
    release()
    if (child?.signalCode === null) await once(child, 'exit')
    expect(child?.signalCode).toBe('SIGKILL')
  })

  it('wakes the keychain a moment after it is held, and not at all when it was let go before', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const chain = keychain(startWorker, times(30_000))
    chain.hold()()
    await vi.advanceTimersByTimeAsync(1_000)
    expect(children).toHaveLength(0)
    const release = chain.hold()
    await vi.advanceTimersByTimeAsync(999)
    expect(children).toHaveLength(0)
    await vi.advanceTimersByTimeAsync(1)
    expect(children).toHaveLength(1)
    release()
    chain.close()
  })
})
