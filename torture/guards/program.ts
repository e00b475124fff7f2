import { spawn } from 'node:child_process'

const patience = 30 * 60_000

export interface Ended {
  code: number | null
  output: string
}

/** Runs a Node program in `cwd` and resolves with its exit code and everything it printed. It is killed after half an hour. */
export function runNode(cwd: string, args: string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: patience,
      killSignal: 'SIGKILL'
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (part: string) => (output += part))
    child.once('error', reject).once('close', (code) => resolve({ code, output }))
  })
}
