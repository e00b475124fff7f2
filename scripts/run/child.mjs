import { spawn } from 'node:child_process'

const running = new Set()
const ownGroup = process.platform !== 'win32'
const parent = process.ppid
let signalled = false
let watch

/** Whether Ctrl-C or SIGTERM has been passed on to the running programs. */
export const interrupted = () => signalled

function passOn(signal) {
  signalled = true
  for (const child of running) stopChild(child, signal)
}

function listen() {
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, passOn)
  // npm ends the shell it started us in, and not us.
  watch = setInterval(() => process.ppid !== parent && passOn('SIGTERM'), 500)
}

function unlisten() {
  for (const signal of ['SIGINT', 'SIGTERM']) process.off(signal, passOn)
  clearInterval(watch)
}

/** Ends a program and everything it started: wrappers such as xvfb-run leave their children behind otherwise. */
export function stopChild(child, signal = 'SIGTERM') {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
  if (ownGroup) process.kill(-child.pid, signal)
  else child.kill(signal)
}

/**
 * Starts a program in a process group of its own; Ctrl-C and SIGTERM reach the whole group.
 * `ended` gives its exit code (128 for an end by signal) and rejects when it cannot be started.
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

/** Runs a program with its output shown and gives its exit code. */
export const run = (command, args, options) => startChild(command, args, options).ended

/** Runs a program quietly and gives its exit code and everything it printed; `found` is false when it is not installed. */
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

/** npm as command and first arguments: through npm's own script where npm started us, since npm.cmd needs a shell. */
export function npm(...args) {
  const script = process.env.npm_execpath
  return script?.endsWith('.js') ? [process.execPath, [script, ...args]] : ['npm', args]
}
