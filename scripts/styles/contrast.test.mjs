import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from '../run/machine.mjs'
import { blend, contrast, halfOf } from './contrast.mjs'
import { adornments, pairs } from './pairs.mjs'
import { tokensAt } from './sheets.mjs'

const css = await readFile(join(root, 'renderer/styles/tokens.css'), 'utf8')
const usual = tokensAt(css, ':root')
const more = tokensAt(css, ":root[data-contrast='more']")
const moreByTheSystem = tokensAt(css, '@media (prefers-contrast: more)', ':root')
const forced = tokensAt(css, '@media (forced-colors: active)', ':root')

const isColour = (value) => /^(light-dark\()?(#|rgb\()/.test(value)
const colours = Object.keys(usual).filter((name) => isColour(usual[name]))

describe('the contrast of two colours', () => {
  it('is that of WCAG', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21)
    expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 2)
    expect(contrast('#ffffff', '#777777')).toBeCloseTo(4.48, 2)
    expect(contrast('#123456', '#123456')).toBe(1)
  })

  it('counts a veil together with what is seen through it', () => {
    expect(blend(['rgb(0 0 0 / 50%)', '#ffffff'])).toBe('#808080')
    expect(blend(['rgb(255 255 255 / 0%)', '#123456'])).toBe('#123456')
  })

  it('is computed from nothing but colours', () => {
    expect(() => contrast('Canvas', '#ffffff')).toThrow('Canvas')
    expect(() => contrast(undefined, '#ffffff')).toThrow('undefined')
  })

  it('takes the half of a token that a scheme shows', () => {
    const veil = 'light-dark(rgb(18 38 32 / 5%), rgb(255 255 255 / 6%))'
    expect(halfOf(veil, 'light')).toBe('rgb(18 38 32 / 5%)')
    expect(halfOf(veil, 'dark')).toBe('rgb(255 255 255 / 6%)')
    expect(halfOf('#0c1311', 'dark')).toBe('#0c1311')
  })
})

describe.each([
  ['light', 'light', usual],
  ['dark', 'dark', usual],
  ['light with more contrast', 'light', { ...usual, ...more }],
  ['dark with more contrast', 'dark', { ...usual, ...more }]
])('the colours of the window in %s', (_theme, scheme, tokens) => {
  it('can be told apart wherever they meet', () => {
    const colourOf = (name) => halfOf(tokens[name], scheme)
    const faint = pairs
      .map((pair) => ({ ...pair, ratio: contrast(colourOf(pair.front), blend(pair.back.map(colourOf))) }))
      .filter(({ ratio, least }) => ratio < least)
    expect(faint).toEqual([])
  })
})

describe('every colour', () => {
  it('is held against what lies behind it, or adorns', () => {
    const named = new Set([...adornments, ...pairs.flatMap(({ front, back }) => [front, ...back])])
    expect(colours.filter((name) => !named.has(name))).toEqual([])
    expect([...named].filter((name) => !colours.includes(name))).toEqual([])
  })

  it('is the same whether the system asks for more contrast or the person does', () => {
    expect(more).toEqual(moreByTheSystem)
  })

  it('is the system’s own in a contrast theme, but for the QR code, which a camera reads', () => {
    const ours = colours.filter((name) => !/^(transparent|[A-Z][A-Za-z]+)$/.test(forced[name] ?? ''))
    expect(ours).toEqual(['--qr-paper', '--qr-ink'])
  })
})
