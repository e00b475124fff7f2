import { createSocket } from 'node:dgram'
import { once } from 'node:events'

const addressRecord = 1
const serverFailure = 2
const noSuchName = 3

/** Returns the name and the type that a query asks for. */
function questionOf(query: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = []
  let at = 12
  for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length))
    at += 1 + length
  }
  return { name: labels.join('.').toLowerCase(), type: query.readUInt16BE(at + 1), end: at + 5 }
}

/** A resolver (RFC 1035) that knows one name, until a test tells it to fail. */
export class Resolver {
  fails = false

  private constructor(
    private readonly name: string,
    private readonly address: string
  ) {}

  /** Starts a resolver at `at` which answers that `name` has the address `address`. */
  static async start(at: string, name: string, address: string): Promise<Resolver> {
    const resolver = new Resolver(name, address)
    const socket = createSocket('udp4')
    socket.on('message', (query, { address: to, port }) => socket.send(resolver.answer(query), port, to))
    // An answer that a pulled cable holds back is no error of the resolver.
    socket.on('error', () => undefined)
    socket.bind(53, at)
    await once(socket, 'listening')
    return resolver
  }

  private answer(query: Buffer): Buffer {
    const { name, type, end } = questionOf(query)
    const known = name === this.name
    const header = Buffer.from(query.subarray(0, 12))
    header.writeUInt16BE(0x8180 | (this.fails ? serverFailure : known ? 0 : noSuchName), 2)
    const found = !this.fails && known && type === addressRecord
    // The header counts one question, one answer if the name was found, and nothing else.
    for (const [index, count] of [1, found ? 1 : 0, 0, 0].entries()) header.writeUInt16BE(count, 4 + 2 * index)
    // The record points to the question's name, has type A and class IN, a lifetime of zero seconds, and four bytes of
    // address.
    const record = Buffer.from([
      0xc0,
      12,
      0,
      addressRecord,
      0,
      1,
      0,
      0,
      0,
      0,
      0,
      4,
      ...this.address.split('.').map(Number)
    ])
    return Buffer.concat([header, query.subarray(12, end), ...(found ? [record] : [])])
  }
}
