import { join } from 'node:path'
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { folders } from './mutation/folders.mjs'
import { judge } from './mutation/judge.mjs'
import { survivorLines, tableOf } from './mutation/table.mjs'
import { root } from './run/machine.mjs'
import { setup } from './setup/setup.mjs'
import { main, Stop } from './setup/stop.mjs'

const options = {
  list: { type: 'boolean' },
  afresh: { type: 'boolean' },
  concurrency: { type: 'string', default: '2' }
}

/** Changes the code of the folders named, or of all, one place at a time, and fails if the unit tests notice too little. */
await main(async () => {
  const { values, positionals } = parseArgs({ options, allowPositionals: true })
  const chosen = chooseFolders(positionals)
  const equal = JSON.parse(await readFile(join(root, 'scripts/mutation/equal.json'), 'utf8'))
  await setup()
  const { lastResult, mutate } = await import('./mutation/mutate.mjs')
  const lastOf = async () => (await Promise.all(chosen.map((folder) => lastResult(root, folder)))).filter(Boolean)
  if (values.list) {
    const lines = survivorLines(
      (await lastOf()).flatMap(({ mutants }) => mutants),
      equal
    )
    console.log(lines.join('\n'))
    return 0
  }
  for (const folder of chosen) {
    console.log(folder.name)
    await mutate(root, folder, { concurrency: Number(values.concurrency), afresh: values.afresh })
  }
  const { rows, failures } = judge(await lastOf(), equal, chosen.length === folders.length)
  console.log(['', ...tableOf(rows), ...failures].join('\n'))
  return failures.length === 0 ? 0 : 1
})

function chooseFolders(names) {
  const unknown = names.find((name) => !folders.some((folder) => folder.name === name))
  if (unknown !== undefined) {
    throw new Stop(`${unknown} is not mutated. These folders are: ${folders.map(({ name }) => name).join(', ')}.`)
  }
  return names.length === 0 ? folders : folders.filter(({ name }) => names.includes(name))
}
