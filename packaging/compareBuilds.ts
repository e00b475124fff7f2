import { comparePackages } from './compare'

const [one = '', other = ''] = process.argv.slice(2)

for (const { what, differences } of await comparePackages(one, other)) {
  console.log(differences.length === 0 ? `✓ ${what}: identical` : `✗ ${what}: differs (${differences.join(', ')})`)
  if (differences.length > 0) process.exitCode = 1
}
