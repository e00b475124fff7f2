import { runCommand } from './commands'
import { standardCost } from './keyFile'
import { Refusal } from '../refusal'
import { readPassphrase } from './passphrase'

try {
  await runCommand(process.argv.slice(2), {
    say: (line) => process.stdout.write(`${line}\n`),
    passphrase: readPassphrase,
    now: () => new Date(),
    cost: standardCost
  })
} catch (error) {
  if (!(error instanceof Refusal)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
