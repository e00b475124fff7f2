import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from '../run/machine.mjs'
import { declaredIn, rulesIn, tokensAt, usedIn } from './sheets.mjs'

const sheet = `
/* --gone: 1px; */
:root {
  --space: 4px;
  --shadow:
    0 1px black,
    0 2px white;
}
@media (prefers-contrast: more) {
  :root { --space: 5px }
}
`

describe('a sheet', () => {
  it('is read rule by rule, without its comments', () => {
    expect(rulesIn(sheet).map(({ path }) => path)).toEqual([
      [':root'],
      ['@media (prefers-contrast: more)', ':root'],
      ['@media (prefers-contrast: more)']
    ])
    expect(tokensAt(sheet, ':root')).toEqual({ '--space': '4px', '--shadow': '0 1px black, 0 2px white' })
    expect(tokensAt(sheet, '@media (prefers-contrast: more)', ':root')).toEqual({ '--space': '5px' })
  })

  it('does not take a rule that is missing for one without tokens', () => {
    expect(() => tokensAt(sheet, ':root:lang(ja)')).toThrow('There is no rule :root:lang(ja).')
  })

  it('names what it declares and what it uses, in a component too', () => {
    expect(declaredIn(sheet)).toEqual(['--space', '--shadow', '--space'])
    expect(declaredIn(`<i :style="{ '--hue': hue }" class="a--b" />`)).toEqual(['--hue'])
    expect(usedIn('a { margin: var(--space) calc(2 * var( --gap )); /* var(--old) */ }')).toEqual(['--space', '--gap'])
  })
})

describe('the custom properties of the window', async () => {
  const names = await readdir(join(root, 'renderer'), { recursive: true })
  const files = names.filter((name) => /\.(css|vue)$/.test(name))
  const texts = await Promise.all(files.map((name) => readFile(join(root, 'renderer', name), 'utf8')))
  const declared = new Set(texts.flatMap(declaredIn))
  const used = new Set(texts.flatMap(usedIn))

  it('are each used somewhere', () => {
    expect([...declared].filter((name) => !used.has(name))).toEqual([])
  })

  it('are declared wherever they are used', () => {
    expect(used.size).toBeGreaterThan(50)
    expect([...used].filter((name) => !declared.has(name))).toEqual([])
  })
})
