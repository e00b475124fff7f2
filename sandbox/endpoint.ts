import type { IncomingMessage } from 'node:http'
import type { z } from 'zod'
import { Refusal } from './envelope'
import type { Person } from './people'

/** A request of a signed-in person. */
export interface Call {
  person: Person
  /** What the access token was granted. */
  scopes: Set<string>
  query: URLSearchParams
  /** The JSON body, null where there is none. */
  body: unknown
  /** The last part of the path where the endpoint's own ends in `{id}`, else empty. */
  id: string
  /** The language the request asks for. */
  language: 'zh-CN' | 'en-US'
}

/** Gives the envelope's `data`. Throws a Refusal. */
export type Endpoint = (call: Call) => unknown

/** By method and path, such as `GET /api/v3/get-profile`. */
export type Endpoints = Record<string, Endpoint>

/** An endpoint that takes a JSON body of this shape, and refuses any other. */
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

/** The whole body of a request. Throws a Refusal when it has more than `limit` bytes. */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of request) {
    if (!Buffer.isBuffer(piece)) throw new TypeError('The body is read as bytes.')
    size += piece.length
    // The rest is read and dropped: a connection cut while the client still sends would hide the refusal from it.
    if (size <= limit) pieces.push(piece)
  }
  if (size > limit) throw new Refusal('tooLarge')
  return Buffer.concat(pieces)
}
