import { afterEach, describe, expect, it, vi } from 'vitest'
import { longestUrl } from '../../../contract/fields'
import { listenForCallback, type Loopback } from './loopback'
import { send } from './send.testing'

const state = 'the-right-state-0123456789'
const callback = `/callback?code=c&state=${state}`
const opened: Loopback[] = []
afterEach(() => {
  for (const loopback of opened.splice(0)) loopback.close()
})

async function listen(): Promise<Loopback & { port: number }> {
  const loopback = await listenForCallback([0], state, 'en')
  opened.push(loopback)
  return { ...loopback, port: Number(new URL(loopback.redirectUri).port) }
}

describe('a listener', () => {
  it('hears the redirect from a browser that says how it came', async () => {
    const { port } = await listen()
    const headers = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }
    expect((await send(port, callback, 'GET', headers)).status).toBe(303)
  })

  it('hears an address as long as it reads, and none that is longer by one', async () => {
    const filled = `${callback}&x=`.padEnd(longestUrl, 'x')
    expect((await send((await listen()).port, `${filled}x`)).status).toBe(400)
    expect((await send((await listen()).port, filled)).status).toBe(303)
  })

  it.each(['//evil.example', '/\\evil.example'])('does not take %s for itself', async (host) => {
    const { port } = await listen()
    expect((await send(port, host + callback)).status).toBe(400)
  })

  it('tells once that a browser has fetched a link, although two may fetch it', async () => {
    const loopback = await listen()
    const onOpened = vi.fn()
    const link = loopback.link('https://id.fernhill.example/auth', onOpened)
    link.handOut()
    const path = new URL(link.handOut()).pathname
    expect([(await send(loopback.port, path)).status, (await send(loopback.port, path)).status]).toEqual([303, 303])
    expect(onOpened).toHaveBeenCalledTimes(1)
  })
})
