import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { z } from 'zod'

const firstLine = z.strictObject({
  organisation: z.literal('Harbour Trust'),
  host: z.string().regex(/^http:\/\/127\.0\.0\.1:\d+$/),
  appId: z.string(),
  people: z.array(z.strictObject({ account: z.string(), password: z.string(), about: z.string() })).min(4),
  outbox: z.url()
})

function run(...flags: string[]) {
  const cli = fileURLToPath(new URL('cli.ts', import.meta.url))
  return spawn(process.execPath, ['--import', 'tsx', cli, ...flags], { stdio: ['ignore', 'pipe', 'pipe'] })
}

it('prints one line, serves until SIGTERM and ends well', { timeout: 60_000 }, async () => {
  const sandbox = run(
    '--port',
    '0',
    '--organisation=Harbour Trust',
    '--redirect-ports',
    '8123,8124',
    '--unbind-needs-code=true'
  )
  const ended = once(sandbox, 'exit')
  const lines: string[] = []
  const output = createInterface(sandbox.stdout).on('line', (line) => lines.push(line))
  await once(output, 'line')

  const { host, outbox } = firstLine.parse(JSON.parse(lines[0] ?? ''))
  expect(await (await fetch(host)).text()).toContain('Harbour Trust')
  expect((await fetch(outbox)).status).toBe(200)
  expect((await fetch(`${host}/oidc/session/end`)).status).toBe(200)

  sandbox.kill('SIGTERM')
  expect(await ended).toEqual([0, null])
  expect(lines).toHaveLength(1)
})

it.each([
  [['--port', 'http'], '--port takes a number from 0 (any free port) to 65535.\n'],
  [['--redirect-ports=1,x'], '--redirect-ports takes any, or port numbers such as 8123,8124.\n'],
  [['--unbind-needs-code', 'perhaps'], '--unbind-needs-code takes true or false.\n'],
  [
    ['--public-address', 'http://tenant.example'],
    '--public-address takes an address such as https://tenant.example:8443, without a path.\n'
  ],
  [['--otp-factors', '3'], '--otp-factors takes 1 or 2.\n'],
  [['--colour=red'], expect.stringMatching(/^Unknown option '--colour'\. The sandbox takes --port, .*\n$/)]
])('refuses %j in one sentence', { timeout: 60_000 }, async (flags, sentence) => {
  const sandbox = run(...flags)
  const [exit, output, errors] = await Promise.all([once(sandbox, 'exit'), text(sandbox.stdout), text(sandbox.stderr)])
  expect([exit, output]).toEqual([[2, null], ''])
  expect(errors.replace(/^oidc-provider WARNING: .*\n/, '')).toEqual(sentence)
})
