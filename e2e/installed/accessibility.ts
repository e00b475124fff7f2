import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface, type Interface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect } from '@playwright/test'
import { z } from 'zod'

const run = promisify(execFile)
const driver = fileURLToPath(new URL('atspi.py', import.meta.url))

/** AT-SPI has these names for the parts of a window. The first is that of newer versions. */
const roles = {
  button: ['button', 'push button'],
  checkbox: ['check box'],
  field: ['entry', 'password text'],
  heading: ['heading'],
  item: ['menu item'],
  text: ['static', 'static text', 'label', 'paragraph', 'section']
}
export type Role = keyof typeof roles
/** The exact name of a part, or a pattern that its name must match. */
export type Wanted = { name: string } | { pattern: string }

const answer = z.union([
  z.object({ failed: z.literal(true), shown: z.array(z.string()) }),
  z.object({ text: z.string().optional(), pressed: z.boolean().optional() })
])

/** Uses a program as a person with a screen reader does: by the names on the screen, and by the keyboard. */
export class Accessibility {
  /** Aborts the calls whose answer can no longer arrive. */
  private readonly ended = new AbortController()

  private constructor(
    private readonly env: NodeJS.ProcessEnv,
    private readonly driver: ChildProcess,
    private readonly lines: Interface
  ) {
    driver.once('exit', () => this.ended.abort(new Error('The driver of the accessibility tree has ended.')))
  }

  /** @param program path of the executable that owns the windows */
  static start(program: string, env: NodeJS.ProcessEnv): Accessibility {
    // Only Debian's own Python has the bindings.
    const child = spawn('/usr/bin/python3', [driver, program], { env, stdio: ['pipe', 'pipe', 'inherit'] })
    return new Accessibility(env, child, createInterface({ input: child.stdout }))
  }

  async press(role: Role, wanted: string | Wanted): Promise<void> {
    await this.ask('press', role, typeof wanted === 'string' ? { name: wanted } : wanted)
  }

  /** Types as a keyboard does, once the field has the focus. */
  async type(name: string, text: string): Promise<void> {
    await this.waitFor('field', name)
    // After a dialog no window has the keyboard if there is no window manager.
    await this.keyboard('search', '--onlyvisible', '--name', '^Holdfast$', 'windowfocus', '--sync')
    await this.ask('focus', 'field', { name })
    await this.keyboard('type', '--delay', '20', text)
  }

  /** Answers yes in a system dialog, which Electron leaves out of the tree. The other answer has the keyboard first. */
  async agreeInDialog(): Promise<void> {
    await expect.poll(() => this.windowWithKeyboard(), { timeout: 45_000 }).toBe('a dialog')
    await this.keyboard('key', 'Tab')
    await this.keyboard('key', 'Return')
    await expect.poll(() => this.windowWithKeyboard()).not.toBe('a dialog')
  }

  /**
   * Resolves with the type of the window that has the keyboard. Among the app's windows only a system dialog has no name.
   */
  private async windowWithKeyboard(): Promise<string> {
    const [focused = ''] = await this.keyboard('getwindowfocus')
    const own = await this.windows('--class', '^holdfast$')
    const named = await this.windows('--name', '^Holdfast$')
    return own.includes(focused) && !named.includes(focused) ? 'a dialog' : 'another'
  }

  /** Resolves with the ids of the matching windows on screen. If there is none, xdotool ends with 1. */
  private windows(...criteria: string[]): Promise<string[]> {
    return this.keyboard('search', '--onlyvisible', ...criteria).catch((error: unknown) => {
      if (Reflect.get(Object(error), 'code') === 1) return []
      throw error
    })
  }

  /** Resolves with the lines that xdotool wrote. */
  private async keyboard(...args: string[]): Promise<string[]> {
    const { stdout } = await run('xdotool', args, { env: this.env, timeout: 45_000 })
    return stdout.split('\n')
  }

  /** Resolves with the text of a part, once the part is there. */
  async waitFor(role: Role, wanted: string | Wanted): Promise<string> {
    return this.ask('read', role, typeof wanted === 'string' ? { name: wanted } : wanted)
  }

  stop(): void {
    this.driver.kill()
  }

  private async ask(verb: string, role: Role, wanted: Wanted, seconds = 45): Promise<string> {
    const said = once(this.lines, 'line', { signal: this.ended.signal })
    this.driver.stdin?.write(`${JSON.stringify({ verb, what: { role: roles[role], ...wanted }, seconds })}\n`)
    const [line] = (await said) as unknown[]
    const read = answer.parse(JSON.parse(String(line)))
    if ('failed' in read) {
      throw new Error(`No ${role} ${JSON.stringify(wanted)} to ${verb}. On screen:\n${read.shown.join('\n')}`)
    }
    return read.text ?? ''
  }
}
