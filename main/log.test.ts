import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

// The log is the one module that remembers: each test begins with none of it, and leaves none behind.
let { keepLog, log, recentEvents }: typeof import('./log') = await import('./log')
let { AppError }: typeof import('./errors') = await import('./errors')
beforeEach(async () => {
  vi.resetModules()
  ;({ keepLog, log, recentEvents } = await import('./log'))
  ;({ AppError } = await import('./errors'))
})
afterEach(() => vi.resetModules())

it('writes one line of JSON per event, without what an error says or where a person keeps the app', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-log-'))
  const written = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  const settled = keepLog(folder)
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
  await rm(folder, { recursive: true })
})

it('remembers no more than the last thirty', () => {
  const written = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  for (let index = 0; index < 100; index++) log('again')
  expect(recentEvents).toHaveLength(30)
  written.mockRestore()
})
