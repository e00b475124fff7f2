import { afterEach, expect, it } from 'vitest'
import { z } from 'zod'
import { type Sandbox, type SandboxOptions, startSandbox } from '../../index'
import { TestClient } from '../../testing/client.testing'

let sandbox: Sandbox
afterEach(() => sandbox.close())

const answer = z.object({ data: z.record(z.string(), z.unknown()) })

async function securityOf(name: string, options: SandboxOptions = {}) {
  sandbox = await startSandbox(options)
  const client = new TestClient(sandbox)
  const { access_token: authorization } = await client.signIn(name)
  return answer.parse(await (await client.api('get-security-info', { authorization })).json()).data
}

it.each([
  ['usual', 70],
  ['above', 170],
  ['negative', -70],
  ['fraction', 69.75],
  ['text', '70'],
  ['empty', null],
  ['object', { value: 70 }]
] as const)('gives the score in the form that is asked for: %s', async (score, securityScore) => {
  expect(await securityOf('ben', { score })).toMatchObject({ securityScore, passwordSet: true })
})

it('can leave the score out', async () => {
  expect(Object.keys(await securityOf('ben', { score: 'absent' }))).not.toContain('securityScore')
})

it('has somebody whose score cannot reach 100, because nothing more is offered', async () => {
  expect(await securityOf('vera')).toMatchObject({ securityScore: 85, phoneBinded: false })
})
