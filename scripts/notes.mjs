import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { changelogs, notesOf } from './release/changelog.mjs'
import { root } from './run/machine.mjs'
import { main, Stop } from './setup/stop.mjs'

/** Prints the notes of a release as JSON, by language, as its targets in the update repository carry them. */
await main(async () => {
  const [version] = process.argv.slice(2)
  if (version === undefined) throw new Stop('Name the version: npm run -s notes -- 1.2.3')
  const entries = Object.entries(changelogs).map(async ([language, file]) => [
    language,
    notesOf(await readFile(join(root, file), 'utf8'), version)
  ])
  console.log(JSON.stringify(Object.fromEntries(await Promise.all(entries)), null, 2))
  return 0
})
