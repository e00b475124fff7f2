import { expect, it, vi } from 'vitest'
import type { Transport } from '../../tenant/fetch'
import { fetcherBelow } from './fetcher'

const request = { longest: 100, deadline: 60_000, signal: new AbortController().signal }
const all = async (chunks: AsyncIterable<Uint8Array>): Promise<string> => {
  let text = ''
  for await (const chunk of chunks) text += Buffer.from(chunk).toString()
  return text
}
const ask = (fetch: Transport, idle = 60_000) => fetcherBelow('https://updates.example', fetch, idle)('a', request, all)
const answering = (body: string | null, status: number) =>
  vi.fn<Transport>(() => Promise.resolve(new Response(body, { status })))

it('asks below its address, and sends nothing that identifies a computer', async () => {
  const fetch = answering('text', 200)
  expect(await ask(fetch)).toBe('text')
  const plain = { credentials: 'omit', redirect: 'error', cache: 'no-store' }
  expect(fetch).toHaveBeenCalledExactlyOnceWith('https://updates.example/a', expect.objectContaining(plain))
  expect(fetch.mock.calls[0]?.[1].headers).toBeUndefined()
})

it.each([403, 404])('takes %i for a file that does not exist', async (status) => {
  expect(await ask(answering('none', status))).toBeUndefined()
})

it.each([204, 500])('does not accept %i as an answer', async (status) => {
  await expect(ask(answering(null, status))).rejects.toMatchObject({ code: 'updateUnreachable' })
})

it('gives up on a server that falls silent in the middle of an answer', async () => {
  const silent: Transport = (_url, { signal }) => {
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(Buffer.from('half'))
        signal?.addEventListener('abort', () => controller.error(signal.reason))
      }
    })
    return Promise.resolve(new Response(body))
  }
  await expect(ask(silent, 20)).rejects.toMatchObject({ code: 'updateUnreachable' })
})
