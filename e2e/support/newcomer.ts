import { expect, type Locator, type Page } from '@playwright/test'
import en from '../../locales/en/window.json' with { type: 'json' }
import { type Hand, mouse } from './hand'
import { expectUnmoved, sightOf } from './watch'

/** Returns the keys of all texts. A screen must never show one. */
const keysIn = (messages: object, path = ''): string[] =>
  Object.entries(messages).flatMap(([name, found]: [string, unknown]) =>
    typeof found === 'object' && found !== null ? keysIn(found, `${path}${name}.`) : [`${path}${name}`]
  )
const keys = keysIn(en).filter((key) => key.includes('.'))

/** Returns the name of a field on the screen. */
const nameOf = (field: Element): string => {
  const label = field instanceof HTMLInputElement ? field.labels?.[0]?.textContent : undefined
  return label?.trim() ?? ''
}

interface Place {
  name: string
  host: string
  /** Both in one sentence, as a person reads it. */
  inFull: string
}

/** A person who knows only the screen: reads each, presses only buttons that stay in place, and counts the presses. */
export class Newcomer {
  /** The number of clicks, or of presses of a key. Typing into a field that has the focus counts as none. */
  presses = 0
  /** The fields that did not have the focus when the person wanted to type. */
  readonly soughtFields: string[] = []
  readonly hand: Hand

  constructor(
    private readonly window: Page,
    private readonly by: Hand,
    private readonly place: Place,
    /** Returns true for a line that no screen may show, such as a sentence of another language. */
    private readonly foreign: (line: string) => boolean
  ) {
    this.hand = { press: (target) => this.press(target), type: (field, text) => this.type(field, text) }
  }

  async press(target: Locator): Promise<void> {
    await expectUnmoved(this.window, target)
    this.presses++
    await this.by.press(target)
  }

  /** Chooses an entry of a menu, with the arrow keys if there is no mouse. */
  async choose(entry: Locator): Promise<void> {
    if (this.by === mouse) return this.press(entry)
    await expectUnmoved(this.window, entry)
    this.presses++
    for (let entries = 0; entries < 10; entries++) {
      if (await entry.evaluate((element) => element === document.activeElement)) break
      await this.window.keyboard.press('ArrowDown')
    }
    await expect(entry).toBeFocused()
    await this.window.keyboard.press('Enter')
  }

  async type(field: Locator, text: string): Promise<void> {
    await field.waitFor()
    if (!(await field.evaluate((element) => element === document.activeElement))) {
      this.presses++
      this.soughtFields.push(await field.evaluate(nameOf))
      await (this.by === mouse ? field.click() : this.by.type(field, ''))
    }
    await this.window.keyboard.type(text)
  }

  /** Reads a screen. `chosen` is the number of buttons that are drawn as the one to press. */
  async look(screen: string, chosen = 1): Promise<void> {
    const sight = await sightOf(this.window)
    expect.soft([screen, ...sight.chosen], 'drawn as the one to press').toHaveLength(chosen + 1)
    const wrong = [...sight.lines, ...sight.labels].filter((line) => this.isRaw(line) || this.foreign(line))
    const unnamed = sight.lines.filter((line, index, { [index + 1]: next }) => this.isTorn(line, next, sight.lines))
    expect.soft([screen, wrong, unnamed], 'no raw key, no name without its host').toEqual([screen, [], []])
  }

  private isRaw(line: string): boolean {
    return /[{}]|undefined|\[object/.test(line) || keys.some((key) => line.includes(key))
  }

  /** Returns true for a name without its host next to it, and for a host without its name. */
  private isTorn(line: string, next: string | undefined, lines: string[]): boolean {
    const { name, host, inFull } = this.place
    const rest = line.replaceAll(inFull, '')
    if (rest.includes(name)) return next !== host
    return rest.includes(host) && (rest !== host || !lines.some((other) => other.includes(name)))
  }
}
