/** Returns one line of progress: a mark, the name of the step, the time since `started`, and a few words. */
export const line = (mark, name, started, text) => {
  const seconds = `${((performance.now() - started) / 1000).toFixed(1)} s`
  return `${mark} ${name.padEnd(18)} ${seconds.padStart(8)}  ${text}`.trimEnd()
}

/**
 * Runs one step of a setup and prints its name and time on stderr, because stdout belongs to the command itself. `work`
 * gets a function that shows its current action, and resolves with a few words about the result.
 */
export async function step(name, work) {
  const started = performance.now()
  const terminal = process.stderr.isTTY
  let doing = ''
  const show = () => {
    const text = line('…', name, started, doing)
    process.stderr.write(terminal ? `\r\x1b[K${text}` : `${text}\n`)
  }
  const clock = setInterval(show, terminal ? 500 : 10_000)
  const settle = (mark, text) => {
    clearInterval(clock)
    process.stderr.write(`${terminal ? '\r\x1b[K' : ''}${line(mark, name, started, text)}\n`)
  }
  try {
    settle('✓', (await work((text) => (doing = text))) ?? '')
  } catch (error) {
    settle('✗', '')
    throw error
  }
}
