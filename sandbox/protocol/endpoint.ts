import type { IncomingMessage } from 'node:http'
import type { z } from 'zod'
import { Refusal } from './envelope'
import type { Person } from '../people/people'

/** A request of a signed-in person. */
export interface Call {
  person: Person
  /** The scopes of the access token. */
  scopes: Set<string>
  /** The grant of the access token. */
  grantId: string | undefined
  query: URLSearchParams
  /** The JSON body, or null if there is none. */
  body: unknown
  /** The last part of the path if the endpoint's path ends in `{id}`, otherwise empty. */
  id: string
  /** The language the request asks for. */
  language: 'zh-CN' | 'en-US'
}

/** Returns the envelope's `data`. Throws a Refusal. */
export type Endpoint = (call: Call) => unknown

/** Maps a method and path, such as `GET /api/v3/get-profile`, to its endpoint. */
export type Endpoints = Record<string, Endpoint>

/** Returns an endpoint that takes a JSON body of this shape, and refuses any other. */
export function withBody<Schema extends z.ZodType>(
  schema: Schema,
  answer: (body: z.output<Schema>, call: Call) => unknown
): Endpoint {
  return (call) => {
    const body = schema.safeParse(call.body)
    if (!body.success) throw new Refusal('argument')
    return answer(body.data, call)
  }
}

/** Resolves with the whole body of a request. Throws a Refusal if it has more than `limit` bytes. */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of request) {
    if (!Buffer.isBuffer(piece)) throw new TypeError('The body is read as bytes.')
    size += piece.length
    // The rest is read and dropped. If the connection were cut while the client still sends, it would not see the refusal.
    if (size <= limit) pieces.push(piece)
  }
  if (size > limit) throw new Refusal('tooLarge')
  return Buffer.concat(pieces)
}
