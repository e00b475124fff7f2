import { expect, it } from 'vitest'
import type { Mistake } from '../../../contract/machineFile'
import { diagnosticsTopic, type Installation } from './handlers'

const installation: Installation = {
  appVersion: '1.2.3',
  versions: { Electron: '45.4.1', system: 'linux 6.1 x64' },
  language: () => 'zh-CN',
  session: () => ({ phase: 'signedIn', keptIn: 'keychain' }),
  machineFile: () => ({ state: 'absent' }),
  recentEvents: ['2026-01-02T03:04:05.678Z sign-in-failed rejected']
}
const copied = async (change: Partial<Installation>) => {
  let text = ''
  const copy = (given: string) => Promise.resolve(void (text = given))
  await diagnosticsTopic(copy, { ...installation, ...change }).handlers['diagnostics:copy'](undefined)
  return text
}

it('gives versions, language, session and the last codes of the log', async () => {
  expect(await copied({})).toBe(
    [
      'Holdfast 1.2.3',
      'Electron: 45.4.1',
      'system: linux 6.1 x64',
      'language: zh-CN',
      'session: signedIn, keychain',
      'machine file: none',
      'log:',
      '2026-01-02T03:04:05.678Z sign-in-failed rejected'
    ].join('\n')
  )
})

it('names the phase and the code of a failure, and nothing else of the state', async () => {
  const failure = { code: 'keychainLocked', at: 1, detail: 'ada@fernhill.example', requestId: 'canary' } as const
  expect(await copied({ session: () => ({ phase: 'keychainUnreadable', failure }) })).toContain(
    'session: keychainUnreadable, keychainLocked\n'
  )
  const link = 'http://127.0.0.1:4180/go/canary'
  const redirectUri = 'http://127.0.0.1:4180/callback'
  const text = await copied({
    session: () => ({ phase: 'signingIn', link, redirectUri, appId: 'canary', expiresAt: 1, browserOpened: true })
  })
  expect(text).toContain('session: signingIn\n')
  expect(text).not.toMatch(/canary|ada@/)
})

it('says so if no tenant is configured', async () => {
  expect(await copied({ session: () => undefined })).toContain('session: not connected\n')
})

it('names the state of the machine’s file, and nothing of its content', async () => {
  const tenant = { host: 'https://canary.example', appId: 'canary', issuer: 'https://canary.example/oidc' }
  const policy = { host: 'canary.example', appId: 'canary', organisation: 'canary', furtherTenants: false }
  const path = '/etc/holdfast/policy.json'
  const inForce = await copied({ machineFile: () => ({ state: 'inForce', path, policy, tenant, lines: {} }) })
  expect(inForce).toContain('machine file: in force, further tenants not allowed\n')
  const mistakes: Mistake[] = [
    { code: 'unknownKey', key: 'canary', line: 2, column: 3 },
    { code: 'notText', key: 'canary' }
  ]
  const problem = { kind: 'mistakes' as const, mistakes, more: 4 }
  const refused = await copied({ machineFile: () => ({ state: 'refused', path, problem }) })
  expect(refused).toContain('machine file: refused, 2:3 unknownKey, -:- notText and 4 more\n')
  const notRoots = { kind: 'owner', path: '/home/canary' } as const
  const foreign = await copied({ machineFile: () => ({ state: 'refused', path, problem: notRoots }) })
  expect(foreign).toContain('machine file: refused, owner\n')
  expect(inForce + refused + foreign).not.toContain('canary')
})
