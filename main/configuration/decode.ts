import type { Mistake } from '../../contract/machineFile'
import { placeIn } from './places'

export type Decoded = { ok: true; text: string } | { ok: false; mistake: Mistake }

/** Reads bytes as UTF-8, the only encoding of JSON, and keeps a byte order mark. */
export function decode(bytes: Buffer): Decoded {
  // UTF-16 begins with a mark of its own, or has an empty byte in every Latin letter.
  if (/^(?:\xff\xfe|\xfe\xff)/.test(bytes.toString('latin1', 0, 2)) || bytes.includes(0)) {
    return { ok: false, mistake: { code: 'encoding', line: 1, column: 1 } }
  }
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
  if (Buffer.from(text).equals(bytes)) return { ok: true, text }
  return { ok: false, mistake: { code: 'encoding', ...placeIn(text, text.indexOf('\u{fffd}')) } }
}
