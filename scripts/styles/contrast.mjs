const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/
const translucent = /^rgb\((\d+) (\d+) (\d+) \/ (\d+)%\)$/

/** Returns the light or the dark half of a token's value; a value without halves is the same in both. */
export const halfOf = (value, scheme) =>
  /^light-dark\((.+?\)?), (.+)\)$/.exec(value)?.[scheme === 'light' ? 1 : 2] ?? value

/** Returns the contrast of two opaque colours by WCAG 2.2, from 1 to 21. */
export function contrast(one, other) {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (high + 0.05) / (low + 0.05)
}

/** Returns the opaque colour of these layers, the uppermost first. */
export const blend = (colours) =>
  colours.reduceRight((below, above) => {
    const { channels, opacity } = parse(above)
    const under = parse(below).channels
    const mixed = channels.map((channel, index) => channel * opacity + under[index] * (1 - opacity))
    return `#${mixed.map((channel) => Math.round(channel).toString(16).padStart(2, '0')).join('')}`
  })

function parse(colour) {
  const opaque = hex.exec(colour)
  if (opaque) return { channels: opaque.slice(1).map((digits) => parseInt(digits, 16)), opacity: 1 }
  const veil = translucent.exec(colour)
  if (veil) return { channels: veil.slice(1, 4).map(Number), opacity: Number(veil[4]) / 100 }
  throw new Error(`${colour} is no colour that can be computed.`)
}

function luminance(colour) {
  const [red, green, blue] = parse(colour).channels.map((channel) => {
    const share = channel / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
