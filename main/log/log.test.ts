import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { AppError } from '../ground/errors'
import { temporaryFolder } from '../ground/temporaryFolder.testing'
import { createLog } from './log'

it("writes one line of JSON per event, without an error's message and without the folder of the app", async () => {
  const { log, recentEvents, keepIn, written: settled } = createLog()
  const folder = await temporaryFolder()
  const written = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  keepIn(folder)
  const unexpected = Object.assign(new TypeError('ada@fernhill.example'), {
    stack: [
      'TypeError: ada@fernhill.example',
      '    at read (file:///home/Ada Moreno/holdfast/out/main/index.js:12:3)',
      '    at C:\\Users\\Ada\\holdfast\\index.js:1:2'
    ].join('\n')
  })
  log('call-failed', { channel: 'session:read' }, unexpected)
  log('sign-in-failed', {}, new AppError('rejected', { requestId: '+7 495 123 45 67', status: 400, detail: 'Ada' }))
  await settled()

  const lines = (await readFile(join(folder, 'holdfast.log'), 'utf8')).trimEnd().split('\n')
  expect(lines).toEqual(written.mock.calls.map(([line]) => String(line).trimEnd()))
  expect(lines.map((line): unknown => JSON.parse(line))).toEqual([
    {
      at: expect.any(String) as unknown,
      event: 'call-failed',
      channel: 'session:read',
      error: 'TypeError',
      frames: ['at read (index.js:12:3)', 'at index.js:1:2']
    },
    { at: expect.any(String) as unknown, event: 'sign-in-failed', code: 'rejected', requestId: '[number]', status: 400 }
  ])
  expect(recentEvents.map((line) => line.replace(/^\S+ /, ''))).toEqual([
    'call-failed session:read',
    'sign-in-failed rejected'
  ])
  written.mockRestore()
})

it('remembers no more than the last thirty', () => {
  const { log, recentEvents } = createLog()
  const written = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  for (let index = 0; index < 100; index++) log('again')
  expect(recentEvents).toHaveLength(30)
  written.mockRestore()
})

it('keeps no line after its end, and has all earlier lines in the file', async () => {
  const { end, keepIn, log } = createLog()
  const folder = await temporaryFolder()
  const written = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  keepIn(folder)
  log('before')
  await end()
  log('after')
  expect(await readFile(join(folder, 'holdfast.log'), 'utf8')).toMatch(/^[^\n]*"event":"before"[^\n]*\n$/)
  expect(written).toHaveBeenCalledTimes(2)
  written.mockRestore()
})
