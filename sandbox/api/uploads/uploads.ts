import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { z } from 'zod'
import { readBody } from '../../protocol/endpoint'
import { Refusal } from '../../protocol/envelope'
import type { SandboxSettings } from '../../settings/options'

/** A photo may have 5 MB. The form around it adds some bytes of its own. */
const photoLimit = 5 * 1024 * 1024
const formLimit = photoLimit + 64 * 1024

const extensions: Record<string, string> = { 'image/jpeg': 'jpg', 'image/png': 'png' }
const form = z.strictObject({
  file: z.instanceof(File),
  folder: z
    .string()
    .regex(/^[\w-]{1,64}$/)
    .default('photos'),
  isPrivate: z.enum(['true', 'false']).optional(),
  private: z.enum(['true', 'false']).optional()
})

/** Remembers the names of the uploaded pictures, but does not store the pictures. */
export class Uploads {
  readonly #names = new Set<string>()

  /** `host` is the origin in a picture's address: `http://127.0.0.1:<port>`. */
  constructor(
    readonly host: string,
    readonly names: SandboxSettings['uploadNames']
  ) {}

  /**
   * Takes a JPEG or PNG of at most 5 MB as `multipart/form-data`. The folder and the privacy may stand in the form or,
   * as the vendor's own clients send them, in the query. Throws a Refusal for anything else.
   */
  async take(request: IncomingMessage, query: URLSearchParams): Promise<{ key?: string; url?: string }> {
    const type = request.headers['content-type'] ?? ''
    if (!type.startsWith('multipart/form-data')) throw new Refusal('argument')
    const body = await readBody(request, formLimit)
    const response = new Response(new Uint8Array(body), { headers: { 'content-type': type } })
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- deprecated because it holds the whole form, which is small here
    const fields = await response.formData().catch(() => new FormData())

    const sent = form.safeParse({ ...Object.fromEntries(query), ...Object.fromEntries(fields) })
    const { file, folder } = sent.data ?? {}
    const extension = extensions[file?.type ?? '']
    if (file === undefined || extension === undefined || file.size === 0) throw new Refusal('argument')
    if (file.size > photoLimit) throw new Refusal('tooLarge')
    const key = `${folder}/${randomUUID()}.${extension}`
    const url = `${this.host}/${key}`
    if (this.names !== 'url') this.#names.add(key)
    if (this.names !== 'key') this.#names.add(url)
    return { ...(this.names !== 'url' && { key }), ...(this.names !== 'key' && { url }) }
  }

  /** Returns true for the address or the key of an uploaded picture. */
  has(photo: string): boolean {
    return this.#names.has(photo)
  }
}
