import { expect, it } from 'vitest'
import { diagnosticsHandlers, type Installation } from './diagnostics'

const installation: Installation = {
  appVersion: '1.2.3',
  versions: { Electron: '45.4.1', system: 'linux 6.1 x64' },
  language: () => 'zh-CN',
  session: () => ({ phase: 'signedIn', keptIn: 'keychain' }),
  recentEvents: ['2026-01-02T03:04:05.678Z sign-in-failed rejected']
}
const copied = async (change: Partial<Installation>) => {
  let text = ''
  const copy = (given: string) => Promise.resolve(void (text = given))
  await diagnosticsHandlers(copy, { ...installation, ...change })['diagnostics:copy'](undefined)
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
      'log:',
      '2026-01-02T03:04:05.678Z sign-in-failed rejected'
    ].join('\n')
  )
})

it('says what is wrong by code, and nothing that a state holds beside it', async () => {
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

it('says so where no tenant is configured', async () => {
  expect(await copied({ session: () => undefined })).toContain('session: not connected\n')
})
