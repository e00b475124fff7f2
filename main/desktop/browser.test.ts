import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { browserFor, openAuthenticator, openChromiumLicences } from './browser'

const { openExternal, openPath } = vi.hoisted(() => ({
  openExternal: vi.fn(() => Promise.resolve()),
  openPath: vi.fn(() => Promise.resolve(''))
}))
vi.mock('electron', () => ({ shell: { openExternal, openPath } }))
const { platform } = process

beforeEach(() => void vi.clearAllMocks())
afterEach(() => Object.defineProperty(process, 'platform', { value: platform }))

describe('the key of an authenticator app', () => {
  const uri = 'otpauth://totp/Fernhill:ada?secret=GEZDGNBVGY3TQOJQ'

  it('is never an argument of a program on Linux', async () => {
    Object.defineProperty(process, 'platform', { value: 'linux' })
    await expect(openAuthenticator(uri)).rejects.toMatchObject({ code: 'authenticatorNotOpened' })
    expect(openExternal).not.toHaveBeenCalled()
  })

  it('is handed to an app if the system does not carry it in an argument', async () => {
    Object.defineProperty(process, 'platform', { value: 'darwin' })
    await openAuthenticator(uri)
    expect(openExternal).toHaveBeenCalledExactlyOnceWith(uri)
  })
})

describe('the licences of Chromium', () => {
  it('are the page beside the program, which no page of ours can choose', async () => {
    Object.defineProperty(process, 'platform', { value: 'linux' })
    expect(await openChromiumLicences()).toBe(true)
    expect(openPath).toHaveBeenCalledExactlyOnceWith(join(dirname(process.execPath), 'LICENSES.chromium.html'))
  })

  it('are reported as not opened if the system has no program for them', async () => {
    openPath.mockResolvedValueOnce('no application is registered')
    expect(await openChromiumLicences()).toBe(false)
  })
})

describe('a page for the browser', () => {
  const open = browserFor(
    { host: 'https://id.example', appId: 'a', issuer: 'https://id.example/oidc' },
    () => 'system',
    () => undefined
  )
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
