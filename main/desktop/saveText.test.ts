import type { BrowserWindow } from 'electron'
import { mkdtemp, open, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it, vi } from 'vitest'
import { chooseFile } from './saveText'

const dialog = vi.hoisted(() => ({ showSaveDialog: vi.fn() }))
vi.mock('electron', () => ({ app: { getPath: () => '' }, dialog }))

const window = vi.mockObject<Partial<BrowserWindow>>({}) as BrowserWindow

let folder: string | undefined
afterEach(async () => {
  vi.restoreAllMocks()
  if (folder !== undefined) await rm(folder, { recursive: true })
})

it('writes the rest of a piece that the disk took only in part', async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-'))
  const place = join(folder, 'sign-ins.csv')
  dialog.showSaveDialog.mockResolvedValue({ canceled: false, filePath: place })
  const probe = await open(join(folder, 'probe'), 'w')
  vi.spyOn(Object.getPrototypeOf(probe) as typeof probe, 'write').mockResolvedValue({ bytesWritten: 0, buffer: '' })
  await probe.close()
  const file = await chooseFile(window, 'sign-ins.csv', folder, new AbortController().signal)
  await file?.write(['one\n', 'two\n'])
  expect(await readFile(place, 'utf8')).toBe('one\ntwo\n')
})
