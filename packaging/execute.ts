import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/**
 * Runs a program. Resolves with its standard output.
 *
 * @throws Error with the command and the program's output if it fails or is not installed
 */
export async function execute(
  program: string,
  args: readonly string[],
  { cwd, env = {} }: { cwd?: string; env?: NodeJS.ProcessEnv } = {}
): Promise<string> {
  const options = { env: { ...process.env, LC_ALL: 'C', ...env }, maxBuffer: 64 * 1024 * 1024 }
  const { stdout } = await run(program, args, cwd === undefined ? options : { ...options, cwd })
  return stdout
}
