/** An error that the user of the command can fix. Its message is one sentence that says what to do. */
export class Refusal extends Error {}

/**
 * Prints a refusal and ends the process with 1. It does not wait for the end by itself, because electron-builder ends a
 * process that has nothing left to do with 0, whatever its exit code was to be.
 *
 * @throws every error that is no refusal
 */
export function endRefused(error: unknown): never {
  if (!(error instanceof Refusal)) throw error
  console.error(error.message)
  process.exit(1)
}
