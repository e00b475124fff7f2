import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { root } from './run/machine.mjs'
import { setup } from './setup/setup.mjs'
import { main, Stop } from './setup/stop.mjs'

const mapFile = join(root, 'scripts/assertions/changes.json')

/** Prints what the tests of a revision asserted and those of the working tree do not. Fails if a difference has no reason. */
await main(async () => {
  const [revision] = process.argv.slice(2)
  if (revision === undefined) throw new Stop('Name the revision to compare with: npm run assertions -- REVISION')
  await setup()
  const [{ judge }, { filesAt, filesNow }] = await Promise.all([
    import('./assertions/judge.mjs'),
    import('./assertions/trees.mjs')
  ])
  const map = JSON.parse(await readFile(mapFile, 'utf8'))
  const { lines, unexplained } = judge(await filesAt(root, revision), await filesNow(root), map)
  console.log(lines.join('\n'))
  return unexplained === 0 ? 0 : 1
})
