import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, expect, it, vi } from 'vitest'
import { temporaryFolder } from '../../ground/temporaryFolder.testing'
import { openSettings } from './settingsFile'

let folder: string
beforeEach(async () => (folder = await temporaryFolder()))
const open = (log = vi.fn()) => openSettings(join(folder, 'settings.json'), log)

it('keeps what was changed for the next start, and leaves the rest as it is', async () => {
  const settings = await open()
  await settings.change({ theme: 'dark' })
  await settings.change({ browser: 'firefox.desktop' })
  const next = await open()
  expect(next.damaged).toBe(false)
  expect(next.read()).toEqual({ language: 'system', theme: 'dark', browser: 'firefox.desktop', updates: 'daily' })
})

it('reads the file of a version that knew neither of browsers nor of updates', async () => {
  await writeFile(join(folder, 'settings.json'), '{"language":"zh-CN","theme":"light"}')
  expect((await open()).read()).toEqual({ language: 'zh-CN', theme: 'light', browser: 'system', updates: 'daily' })
})

it('sets a file aside that it cannot read, says so, and loses nothing of it at the next change', async () => {
  await writeFile(join(folder, 'settings.json'), '{"language":')
  const settings = await open()
  expect(settings.damaged).toBe(true)
  expect(settings.read().language).toBe('system')
  await settings.change({ theme: 'dark' })
  expect(await readFile(join(folder, 'settings.json.damaged'), 'utf8')).toBe('{"language":')
  expect((await readdir(folder)).sort()).toEqual(['settings.json', 'settings.json.damaged'])
  expect((await open()).damaged).toBe(false)
})
