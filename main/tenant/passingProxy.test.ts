import { describe, expect, it, vi } from 'vitest'
import { AppError } from '../ground/errors'
import { passingProxy } from './passingProxy'

const url = 'https://id.fernhill.example/oidc/token'
const wanted = new AppError('proxyPasswordNeeded', { proxy: 'proxy.example:3128' })

describe('a request that a proxy refuses because it wants a password', () => {
  it('is sent again, as it was, once the proxy lets it through', async () => {
    const fetch = vi.fn().mockRejectedValueOnce(wanted).mockResolvedValueOnce(new Response('{}'))
    const init = { method: 'POST', body: 'grant' }
    await passingProxy(fetch, () => Promise.resolve(true))(url, init)
    expect(fetch.mock.calls).toEqual([
      [url, init],
      [url, init]
    ])
  })

  it('fails as before if the person gives no password', async () => {
    const fetch = vi.fn().mockRejectedValue(wanted)
    await expect(passingProxy(fetch, () => Promise.resolve(false))(url)).rejects.toBe(wanted)
    expect(fetch).toHaveBeenCalledTimes(1)
  })
})

it.each(['proxyUnreachable', 'timedOut', 'unreachable'] as const)(
  'a request that fails as %s is not sent again, and nobody is asked for a password',
  async (code) => {
    const pass = vi.fn()
    const fetch = vi.fn().mockRejectedValue(new AppError(code))
    await expect(passingProxy(fetch, pass)(url)).rejects.toMatchObject({ code })
    expect(fetch).toHaveBeenCalledTimes(1)
    expect(pass).not.toHaveBeenCalled()
  }
)
