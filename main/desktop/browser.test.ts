import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { browserFor, openAuthenticator } from './browser'

const openExternal = vi.hoisted(() => vi.fn(() => Promise.resolve()))
vi.mock('electron', () => ({ shell: { openExternal } }))
const { platform } = process

beforeEach(() => openExternal.mockClear())
afterEach(() => Object.defineProperty(process, 'platform', { value: platform }))

describe('the key of an authenticator app', () => {
  const uri = 'otpauth://totp/Fernhill:ada?secret=GEZDGNBVGY3TQOJQ'

  it('is never an argument of a program on Linux', async () => {
    Object.defineProperty(process, 'platform', { value: 'linux' })
    await expect(openAuthenticator(uri)).rejects.toMatchObject({ code: 'authenticatorNotOpened' })
    expect(openExternal).not.toHaveBeenCalled()
  })

  it('is handed to an app where the system carries it in no argument', async () => {
    Object.defineProperty(process, 'platform', { value: 'darwin' })
    await openAuthenticator(uri)
    expect(openExternal).toHaveBeenCalledExactlyOnceWith(uri)
  })
})

describe('a page for the browser', () => {
  const open = browserFor({ host: 'https://id.example', appId: 'a', issuer: 'https://id.example/oidc' }, () => 'system')
  const oneTime = `http://127.0.0.1:4180/go/${'A'.repeat(43)}`

  it.each(['https://id.example/u', oneTime])('may be %s', async (link) => {
    expect(await open(link)).toBe(true)
    expect(openExternal).toHaveBeenCalledExactlyOnceWith(link)
  })

  it.each([
    'https://evil.example/',
    'http://id.example/',
    'https://a@id.example/',
    'file:///etc/passwd',
    `${oneTime}?x=1`,
    oneTime.replace('127.0.0.1', '127.0.0.2'),
    oneTime.replace('http:', 'https:'),
    'http://127.0.0.1:4180/callback'
  ])('is never %s', async (link) => {
    expect(await open(link)).toBe(false)
    expect(openExternal).not.toHaveBeenCalled()
  })
})
