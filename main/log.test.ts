import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it, vi } from 'vitest'

/** The log remembers, and other files of tests share it: each test has one of its own, and leaves none behind. */
async function freshLog() {
  vi.resetModules()
  return { ...(await import('./log')), ...(await import('./errors')) }
}
afterEach(() => vi.resetModules())

it('writes one line of JSON per event, without what an error says or where a person keeps the app', async () => {
  const { AppError, keepLog, log, recentEvents } = await freshLog()
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

it('remembers no more than the last thirty', async () => {
  const { log, recentEvents } = await freshLog()
  const written = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  for (let index = 0; index < 100; index++) log('again')
  expect(recentEvents).toHaveLength(30)
  written.mockRestore()
})
