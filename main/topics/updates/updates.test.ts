import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { UpdateMeans, UpdatesState } from '../../../contract/updates'
import { AppError } from '../../ground/errors'
import { temporaryFolder } from '../../ground/temporaryFolder.testing'
import type { Installer } from './installer'
import type { Release } from './release'
import type { UpdateRepository } from './repository'
import { createUpdates, type UpdatesParts } from './updates'
import { openUpdatesFile, type UpdatesFile } from './updatesFile'

const hour = 3_600_000
const release = (version: string, minimum = '1.0.0'): Release => ({
  version,
  minimum,
  released: '2026-11-28',
  notes: { en: 'Better.', 'zh-CN': '更好。' },
  size: 100,
  sha512: '',
  target: { name: '', sha256: '' }
})

let folder: string
beforeEach(async () => (folder = await temporaryFolder()))
const writing: Promise<void>[] = []
afterEach(async () => {
  await Promise.all(writing)
})

async function openFile(): Promise<UpdatesFile> {
  const file = await openUpdatesFile(join(folder, 'updates.json'), vi.fn())
  return {
    read: () => file.read(),
    change(change) {
      const written = file.change(change)
      writing.push(written)
      return written
    }
  }
}

/** Starts a run of the app whose clocks and timers the test moves. */
async function begin(parts: Partial<UpdatesParts> = {}) {
  let passed = 0
  let shift = 0
  let timer: { at: number; listener: () => void } | undefined
  const look = vi.fn<UpdateRepository['look']>(() => Promise.resolve(release('1.3.0')))
  const states: UpdatesState[] = []
  const updates = createUpdates({
    means: { by: 'package', command: 'sudo dnf upgrade holdfast' },
    host: 'updates.example',
    running: '1.2.0',
    file: await openFile(),
    looksDaily: () => true,
    repository: () => Promise.resolve({ look, download: () => Promise.resolve() }),
    closeWindow: (then) => then(),
    now: () => ({ wall: Date.UTC(2026, 10, 28) + passed + shift, monotonic: passed }),
    random: () => 0.5,
    after(ms, listener) {
      timer = { at: passed + ms, listener }
      return () => (timer = undefined)
    },
    isOnline: () => true,
    tell: (state) => states.push(state),
    log: vi.fn(),
    ...parts
  })
  const until = (phase: UpdatesState['progress']['phase']) =>
    vi.waitFor(() => expect(updates.read().progress.phase).toBe(phase))
  return {
    updates,
    look,
    states,
    until,
    /** Lets this many ms pass, with every timer that ends in them. */
    pass: async (ms: number): Promise<void> => {
      const end = passed + ms
      while (timer && timer.at <= end) {
        const { at, listener } = timer
        timer = undefined
        passed = at
        listener()
        await vi.waitFor(() => expect(updates.read().progress.phase).not.toBe('looking'))
      }
      passed = end
    },
    setClock: (ms: number) => (shift += ms)
  }
}

it('asks nobody at the start, then once, and once more on each of the following days', async () => {
  const { updates, look, pass } = await begin()
  updates.start()
  expect(look).not.toHaveBeenCalled()
  await pass(hour)
  expect(look).toHaveBeenCalledTimes(1)
  await pass(23 * hour)
  expect(look).toHaveBeenCalledTimes(1)
  await pass(72 * hour)
  expect(look).toHaveBeenCalledTimes(4)
})

it('asks no more often if the clock is set, the computer wakes up or the app is started again', async () => {
  const first = await begin()
  first.updates.start()
  await first.pass(hour)
  for (const shift of [-365 * 24 * hour, 365 * 24 * hour]) {
    first.setClock(shift)
    first.updates.wakeUp()
    await first.pass(hour)
  }
  expect(first.look).toHaveBeenCalledTimes(1)
  await Promise.all(writing)
  const second = await begin()
  second.setClock(hour)
  second.updates.start()
  await second.pass(22 * hour)
  expect(second.look).not.toHaveBeenCalled()
})

it('asks nobody by itself while the person has it off or there is no network, and catches up later', async () => {
  let daily = false
  let online = false
  const { updates, look, pass } = await begin({ looksDaily: () => daily, isOnline: () => online })
  updates.start()
  await pass(48 * hour)
  daily = true
  await pass(2 * hour)
  expect(look).not.toHaveBeenCalled()
  online = true
  await pass(2 * hour)
  expect(look).toHaveBeenCalledTimes(1)
})

it('looks when the person asks, whatever the setting says, and again after a minute', async () => {
  const { updates, look, until, pass } = await begin({ looksDaily: () => false })
  updates.look()
  await until('available')
  expect(() => updates.look()).toThrow(new AppError('invalidInput'))
  await pass(59_000)
  expect(updates.read().lookAgainAt).toBe(Date.UTC(2026, 10, 28) + 60_000)
  expect(() => updates.look()).toThrow(AppError)
  await pass(1_000)
  updates.look()
  await until('available')
  expect(look).toHaveBeenCalledTimes(2)
})

it('asks nobody at all if this build has no address', async () => {
  const { updates, look, pass } = await begin({ means: { by: 'nobody', reason: 'noAddress' } })
  updates.start()
  updates.wakeUp()
  await pass(48 * hour)
  expect(() => updates.look()).toThrow(AppError)
  expect(look).not.toHaveBeenCalled()
})

it('knows of a newer version at the next start without asking, and forgets it once it runs', async () => {
  const first = await begin()
  first.updates.look()
  await first.until('available')
  await vi.waitFor(async () => expect((await begin()).updates.read().progress.phase).toBe('available'))
  expect((await begin({ running: '1.3.0' })).updates.read().progress).toEqual({ phase: 'idle' })
})

it('says that this version is too old if the publisher asks everybody to leave it', async () => {
  const { updates, look, until } = await begin()
  look.mockResolvedValue(release('1.3.0', '1.2.1'))
  updates.look()
  await until('available')
  expect(updates.read().tooOld).toBe(true)
})

it('hides the notice of one release for good, and shows that of the next', async () => {
  const { updates, look, until, pass } = await begin()
  updates.look()
  await until('available')
  await updates.dismiss('release')
  expect(updates.read().dismissed).toBe(true)
  expect((await begin()).updates.read().dismissed).toBe(true)
  look.mockResolvedValue(release('1.4.0'))
  await pass(2 * 60_000)
  updates.look()
  await vi.waitFor(() => expect(updates.read().dismissed).toBe(false))
})

it('says why a look failed', async () => {
  const { updates, look, until } = await begin()
  look.mockRejectedValue(new AppError('updateExpired'))
  updates.look()
  await until('failed')
  expect(updates.read().progress).toMatchObject({ failure: { code: 'updateExpired' } })
})

const installer = (install: Installer['install'] = () => Promise.resolve()): Installer => ({
  install,
  restart(closeWindow) {
    closeWindow(() => undefined)
    return Promise.resolve()
  },
  rolledBack: () => undefined,
  forgetRolledBack: () => Promise.resolve()
})
const archive: UpdateMeans = { by: 'archive', writable: true }

it('asks once more before it installs, and reports the download in hundredths', async () => {
  const closeWindow = vi.fn()
  const { updates, look, until, states } = await begin({
    means: archive,
    closeWindow,
    installer: installer((_repository, { version }, { onProgress }) => {
      expect(version).toBe('1.3.1')
      for (let bytes = 0; bytes <= 100; bytes += 0.25) onProgress(bytes)
      return Promise.resolve()
    })
  })
  updates.look()
  await until('available')
  look.mockResolvedValue(release('1.3.1'))
  updates.install()
  await until('ready')
  expect(look).toHaveBeenCalledTimes(2)
  expect(states.filter(({ progress }) => progress.phase === 'downloading').length).toBeLessThan(110)
  updates.restart()
  expect(closeWindow).toHaveBeenCalledOnce()
})

it('offers the release again if it could not be installed', async () => {
  const failing = installer(() => Promise.reject(new AppError('updateNotWritten')))
  const { updates, until } = await begin({ means: archive, installer: failing })
  updates.look()
  await until('available')
  updates.install()
  await vi.waitFor(() =>
    expect(updates.read().progress).toMatchObject({ phase: 'available', failure: { code: 'updateNotWritten' } })
  )
})

it('leaves the installing to the packages of the system, and names the command', async () => {
  const { updates, until } = await begin()
  updates.look()
  await until('available')
  expect(() => updates.install()).toThrow(AppError)
  expect(updates.command()).toBe('sudo dnf upgrade holdfast')
})
