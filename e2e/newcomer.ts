import { expect, type Locator, type Page } from '@playwright/test'
import en from '../renderer/locales/en.json' with { type: 'json' }
import { type Hand, mouse } from './hand'
import { expectUnmoved, sightOf } from './watch'

/** The keys of all texts: none of them is to be read on a screen. */
const keysIn = (messages: object, path = ''): string[] =>
  Object.entries(messages).flatMap(([name, found]: [string, unknown]) =>
    typeof found === 'object' && found !== null ? keysIn(found, `${path}${name}.`) : [`${path}${name}`]
  )
const keys = keysIn(en).filter((key) => key.includes('.'))

/** What a field is called on the screen. */
const nameOf = (field: Element): string => {
  const label = field instanceof HTMLInputElement ? field.labels?.[0]?.textContent : undefined
  return label?.trim() ?? ''
}

interface Place {
  name: string
  host: string
  /** Both, as they stand in a sentence. */
  inFull: string
}

/** Somebody who knows nothing but the screen: looks at each, presses what stays where it is, and counts. */
export class Newcomer {
  /** Clicks, or presses of a key in their place. What is typed into a field that has the focus takes none. */
  presses = 0
  /** Fields that typing did not go to by itself. */
  readonly soughtFields: string[] = []
  readonly hand: Hand

  constructor(
    private readonly window: Page,
    private readonly by: Hand,
    private readonly place: Place,
    /** What is to be found on no screen, such as sentences of another language. */
    private readonly foreign: (line: string) => boolean
  ) {
    this.hand = { press: (target) => this.press(target), type: (field, text) => this.type(field, text) }
  }

  async press(target: Locator): Promise<void> {
    await expectUnmoved(this.window, target)
    this.presses++
    await this.by.press(target)
  }

  /** An entry of a menu, which arrow keys lead to where there is no mouse. */
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

  /** `chosen`: how many buttons are drawn as the one to press. */
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

  /** True for a name whose host does not stand beside it, and for a host that needs a name. */
  private isTorn(line: string, next: string | undefined, lines: string[]): boolean {
    const { name, host, inFull } = this.place
    const rest = line.replaceAll(inFull, '')
    if (rest.includes(name)) return next !== host
    return rest.includes(host) && (rest !== host || !lines.some((other) => other.includes(name)))
  }
}
