import { expect, it } from 'vitest'
import { secretClipboard } from '../../desktop/secretClipboard'
import type { Enrolment } from './enrolment'
import { enrolmentTopic } from './handlers'

const code = '3f2b-8a52-6b1c-4d8e'
const unused = (): never => expect.unreachable('nothing else is asked for')

/** Returns the handlers for a recovery code to keep, and a count of how often it was taken for kept. */
function toKeep() {
  let kept = 0
  const noted: number[] = []
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
  const { handlers } = enrolmentTopic({
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
    owner: { organisation: unused }
  })
  return { keep: (lastFour: string) => handlers['enrolment:keepRecoveryCode']({ lastFour }), kept: () => kept, noted }
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
