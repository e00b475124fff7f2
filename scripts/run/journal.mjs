import { join } from 'node:path'

/** Records a tour: a numbered picture and the time of every step, and at the end a report in plain text. */
export class Journal {
  #folder
  #lines = []
  #notes = []
  #count = 0

  constructor(folder) {
    this.#folder = folder
  }

  /** Runs one step and takes a picture of the page after it, even if the step fails. */
  async step(title, page, work) {
    const number = String(++this.#count).padStart(2, '0')
    const started = performance.now()
    const write = (mark) =>
      this.#lines.push(
        `${mark} ${number} ${title.padEnd(40)} ${String(Math.round(performance.now() - started)).padStart(6)} ms`
      )
    const picture = () =>
      page.screenshot({ path: join(this.#folder, `${number}-${title.toLowerCase().replaceAll(/[^a-z]+/g, '-')}.png`) })
    try {
      await work()
      write('✓')
    } catch (error) {
      write('✗')
      // The page itself may be gone, and the error matters more than its picture.
      await picture().catch(() => undefined)
      throw error
    }
    await picture()
  }

  note(lines) {
    this.#notes.push(...lines)
  }

  report(failure) {
    const end = failure === undefined ? 'The tour is complete.' : `The tour stopped: ${failure.message}`
    return [...this.#lines, '', ...this.#notes, '', end, ''].join('\n')
  }
}
