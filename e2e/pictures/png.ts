import { crc32, deflateSync, inflateSync } from 'node:zlib'

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const mostColours = 256

/** Returns a smaller PNG, with a palette, of a PNG with 8-bit RGB or RGBA pixels. */
export function withPalette(png: Buffer): Buffer {
  const { width, height, pixels } = decode(png)
  const { palette, indices } = indexed(pixels)
  const rows = Array.from({ length: height }, (_, y) =>
    Buffer.concat([Buffer.of(0), indices.subarray(y * width, (y + 1) * width)])
  )
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 3, 0, 0, 0], 8)
  const data = deflateSync(Buffer.concat(rows), { level: 9 })
  const parts = [chunk('IHDR', header), chunk('PLTE', palette), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))]
  return Buffer.concat([signature, ...parts])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data])
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, check])
}

/** Returns the pixels as 0xRRGGBB. */
function decode(png: Buffer): { width: number; height: number; pixels: Uint32Array } {
  const parts: Buffer[] = []
  let [width, height, size] = [0, 0, 0]
  for (let at = signature.length; at < png.length;) {
    const length = png.readUInt32BE(at)
    const data = png.subarray(at + 8, at + 8 + length)
    const type = png.toString('latin1', at + 4, at + 8)
    if (type === 'IHDR') [width, height, size] = [data.readUInt32BE(0), data.readUInt32BE(4), data[9] === 6 ? 4 : 3]
    if (type === 'IDAT') parts.push(data)
    at += length + 12
  }
  const raw = inflateSync(Buffer.concat(parts))
  const stride = width * size
  const pixels = new Uint32Array(width * height)
  let above = Buffer.alloc(stride)
  for (let y = 0; y < height; y++) {
    const start = y * (stride + 1)
    const row = unfiltered(raw[start] ?? 0, raw.subarray(start + 1, start + 1 + stride), above, size)
    for (let x = 0; x < width; x++) pixels[y * width + x] = row.readUIntBE(x * size, 3)
    above = row
  }
  return { width, height, pixels }
}

/**
 * Returns a row of pixels. A PNG stores the difference between a row and the row that a filter predicts from its
 * neighbours.
 */
function unfiltered(filter: number, kept: Buffer, above: Buffer, size: number): Buffer<ArrayBuffer> {
  const row = Buffer.alloc(kept.length)
  for (let at = 0; at < kept.length; at++) {
    const [left, up, corner] = [row[at - size] ?? 0, above[at] ?? 0, above[at - size] ?? 0]
    const foretold = [0, left, up, (left + up) >> 1, nearest(left, up, corner)][filter] ?? 0
    row[at] = (kept[at] ?? 0) + foretold
  }
  return row
}

function nearest(left: number, up: number, corner: number): number {
  const estimate = left + up - corner
  const far = (value: number): number => Math.abs(estimate - value)
  if (far(left) <= far(up) && far(left) <= far(corner)) return left
  return far(up) <= far(corner) ? up : corner
}

/** Replaces similar colours by the most common of them until one palette holds all colours. */
function indexed(pixels: Uint32Array): { palette: Buffer; indices: Buffer } {
  const counts = new Map<number, number>()
  for (const colour of pixels) counts.set(colour, (counts.get(colour) ?? 0) + 1)
  const byCount = [...counts].sort(([, one], [, other]) => other - one).map(([colour]) => colour)
  for (let bits = 0; ; bits++) {
    const alike = (colour: number): number => colour & (((0xff << bits) & 0xff) * 0x010101)
    const places = new Map<number, number>()
    const palette: number[] = []
    for (const colour of byCount) {
      if (!places.has(alike(colour))) places.set(alike(colour), palette.push(colour) - 1)
    }
    if (palette.length > mostColours) continue
    const indices = Buffer.from(Array.from(pixels, (colour) => places.get(alike(colour)) ?? 0))
    const bytes = palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 0xff, colour & 0xff])
    return { palette: Buffer.from(bytes), indices }
  }
}
