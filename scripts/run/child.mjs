import { spawn } from 'node:child_process'

const running = new Set()
const ownGroup = process.platform !== 'win32'
const parent = process.ppid
let signalled = false
let watch

/** Returns true if Ctrl-C or SIGTERM has been passed on to the running programs. */
export const interrupted = () => signalled

function passOn(signal) {
  signalled = true
  for (const child of running) stopChild(child, signal)
}

function listen() {
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, passOn)
  // npm ends the shell in which it started us, but not us.
  watch = setInterval(() => process.ppid !== parent && passOn('SIGTERM'), 500)
}

function unlisten() {
  for (const signal of ['SIGINT', 'SIGTERM']) process.off(signal, passOn)
  clearInterval(watch)
}

/** Ends a program and all its descendants. Wrappers such as xvfb-run would otherwise leave their children behind. */
export function stopChild(child, signal = 'SIGTERM') {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
  if (ownGroup) process.kill(-child.pid, signal)
  else child.kill(signal)
}

/**
 * Starts a program in a separate process group, so that Ctrl-C and SIGTERM reach all of it. `ended` resolves with its exit
 * code (128 for an end by signal) and rejects if it cannot be started.
 */
export function startChild(command, args, { stdio = ['ignore', 'inherit', 'inherit'], ...options } = {}) {
  const child = spawn(command, args, { stdio, detached: ownGroup, ...options })
  if (running.size === 0) listen()
  running.add(child)
  const ended = new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve(code ?? 128))
  }).finally(() => {
    running.delete(child)
    if (running.size === 0) unlisten()
  })
  return { child, ended }
}

/** Runs a program and shows its output. Resolves with its exit code. */
export const run = (command, args, options) => startChild(command, args, options).ended

/** Runs a program and shows its output. Resolves with its exit code and the last `length` characters that it printed. */
export async function runAndQuote(command, args, { length, ...options }) {
  const { child, ended } = startChild(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
  let end = ''
  for (const stream of ['stdout', 'stderr'])
    child[stream].setEncoding('utf8').on('data', (part) => {
      process[stream].write(part)
      end = (end + part).slice(-length)
    })
  return { code: await ended, end }
}

/** Runs a program quietly. Resolves with its exit code and its output. `found` is false if it is not installed. */
export async function capture(command, args, options = {}) {
  const { child, ended } = startChild(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
  const text = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr'])
    child[stream].setEncoding('utf8').on('data', (part) => (text[stream] += part))
  try {
    return { found: true, code: await ended, ...text, output: text.stdout + text.stderr }
  } catch (error) {
    if (error.code !== 'ENOENT') throw error
    return { found: false, code: 127, stdout: '', stderr: '', output: '' }
  }
}

/** Returns npm as command and first arguments. It uses npm's own script if npm started us, because npm.cmd needs a shell. */
export function npm(...args) {
  const script = process.env.npm_execpath
  return script?.endsWith('.js') ? [process.execPath, [script, ...args]] : ['npm', args]
}
