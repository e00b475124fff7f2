import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from '../run/machine.mjs'
import { classesIn, readComponent } from './classes.mjs'

describe('the classes of a text', () => {
  it('are, in a sheet, those of its selectors under every condition', () => {
    const css = '/* .old {} */ .row > .end:not(.wide) { width: 0.5em } @media print { .on-paper { top: 0 } }'
    expect([...classesIn(css)]).toEqual(['row', 'end', 'wide', 'on-paper'])
  })

  it('are, in a component, those that its template uses and those that its style declares', () => {
    const component = readComponent(`
      <template>
        <p class="one two"><b :class="{ three: known, 'four': false }" /></p>
        <i :class="['five', { six }, known ? 'seven' : '']" />
      </template>
      <style scoped>.one :deep(.eight) { top: 0 }</style>`)
    expect([...component.used]).toEqual(['one', 'two', 'three', 'four', 'five', 'six', 'seven'])
    expect([...component.declared]).toEqual(['one', 'eight'])
    expect([...component.elsewhere]).toEqual(['eight'])
    expect(component.scoped).toBe(true)
  })

  it('cannot be read where they are computed, so that is refused', () => {
    expect(() => readComponent('<template><p :class="kindOf(1)" /></template>')).toThrow('kindOf(1)')
  })

  it('are not scoped where the style has no scope or is in another file', () => {
    expect(readComponent('<template><p /></template><style>p { top: 0 }</style>').scoped).toBe(false)
    expect(readComponent('<template><p /></template><style scoped src="./p.css" />').scoped).toBe(false)
  })
})

describe('the classes of the window', async () => {
  const files = (await readdir(join(root, 'renderer'), { recursive: true })).map((name) => name.replaceAll('\\', '/'))
  const read = (name) => readFile(join(root, 'renderer', name), 'utf8')
  const sheets = files.filter((name) => name.endsWith('.css'))
  const shared = classesIn((await Promise.all(sheets.map(read))).join('\n'))
  const names = files.filter((name) => name.endsWith('.vue'))
  const components = await Promise.all(
    names.map(async (name) => ({ name: basename(name), ...readComponent(await read(name)) }))
  )
  /** The library of icons gives this class to each of them. */
  const byLibrary = 'lucide'
  const usersOf = (one) => components.filter(({ used }) => used.has(one)).map(({ name }) => name)

  it('are global only where two components or more use them', () => {
    expect(components.length).toBeGreaterThan(100)
    const lonely = [...shared].filter((one) => one !== byLibrary).map((one) => [one, ...usersOf(one)])
    expect(lonely.filter((line) => line.length < 3)).toEqual([])
  })

  it('are declared wherever they are used', () => {
    const reached = new Set(components.flatMap(({ elsewhere }) => [...elsewhere]))
    const unknown = components.flatMap(({ name, used, declared }) =>
      [...used]
        .filter((one) => !shared.has(one) && !declared.has(one) && !reached.has(one))
        .map((one) => `.${one} of ${name} is neither in its <style scoped> nor in renderer/styles/`)
    )
    expect(unknown).toEqual([])
  })

  it('are declared only if a component uses them', () => {
    const dead = components.flatMap(({ name, declared }) =>
      [...declared].filter((one) => one !== byLibrary && usersOf(one).length === 0).map((one) => [name, one])
    )
    expect(dead).toEqual([])
  })

  it('are declared in the sheets of renderer/styles or in the scoped style of a component, nowhere else', () => {
    expect(sheets.filter((name) => !name.startsWith('styles/'))).toEqual([])
    expect(components.filter(({ scoped }) => !scoped).map(({ name }) => name)).toEqual([])
  })

  it('are in sheets of at most 250 lines', async () => {
    const lines = await Promise.all(sheets.map(async (name) => [name, (await read(name)).trimEnd().split('\n').length]))
    expect(lines.filter(([, count]) => count > 250)).toEqual([])
  })
})
