import { expect, it } from 'vitest'
import { secretClipboard } from '../../desktop/secretClipboard'
import type { Enrolment } from './enrolment'
import { enrolmentTopic } from './handlers'

const code = '3f2b-8a52-6b1c-4d8e'
const unused = (): never => expect.unreachable('nothing else is asked for')

/** Returns the handlers for a recovery code to keep, and a count of how often it was taken for kept. */
function toKeep(failing = false) {
  let kept = 0
  const noted: number[] = []
  const hashed: string[] = []
  const logged: string[] = []
  const enrolment: Enrolment = {
    view: unused,
    start: unused,
    sendChallenge: unused,
    cancelQuestion: unused,
    signInLink: unused,
    verify: unused,
    verifyFace: unused,
    recheck: unused,
    key: unused,
    recoveryCode: () => ({ code, madeAt: 1 }),
    recoveryCodeKept: () => kept++,
    leave: unused,
    reset: unused
  }
  const { handlers, settled } = enrolmentTopic({
    enrolment,
    client: { call: unused, ask: unused, send: unused, clockError: unused },
    tenant: { host: 'https://id.example', appId: 'app', issuer: 'https://id.example/oidc' },
    language: () => 'en',
    clipboard: secretClipboard({ readText: unused, writeText: unused, clear: unused }),
    saveText: unused,
    openAuthenticator: unused,
    copy: unused,
    session: { reopenProof: unused },
    memory: { codeKept: (boundAt) => noted.push(boundAt) },
    codes: {
      keep(kept, madeAt) {
        hashed.push(`${kept} ${madeAt}`)
        return failing ? Promise.reject(new Error(kept)) : Promise.resolve()
      }
    },
    log: (event, _fields, error) => logged.push(`${event} ${error instanceof Error}`),
    owner: { organisation: unused }
  })
  const keep = (lastFour: string) => handlers['enrolment:keepRecoveryCode']({ lastFour })
  return { keep, kept: () => kept, noted, hashed, logged, settled }
}

it('a recovery code is taken for kept only by its own last four characters, compared in main', async () => {
  const { keep, kept, noted } = toKeep()
  for (const other of ['4d8f', '3f2b', '8e', '', '4d8e4d8e']) expect(await keep(other)).toEqual({ matches: false })
  expect(kept()).toBe(0)
  expect(noted).toEqual([])
  expect(await keep(' 4D8E ')).toEqual({ matches: true })
  expect(kept()).toBe(1)
  expect(noted).toEqual([1])
})

it('a recovery code is kept as a hash once it was shown to be kept, and an enrolment does not fail without', async () => {
  for (const failing of [false, true]) {
    const { keep, hashed, logged, settled } = toKeep(failing)
    await keep('4d8f')
    expect(hashed).toEqual([])
    expect(await keep('4d8e')).toEqual({ matches: true })
    await settled?.()
    expect(hashed).toEqual([`${code} 1`])
    expect(logged).toEqual(failing ? ['recovery-code-not-hashed true'] : [])
  }
})
