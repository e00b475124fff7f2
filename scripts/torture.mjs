import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { npm, run } from './run/child.mjs'
import { root } from './run/machine.mjs'
import { setup } from './setup/setup.mjs'
import { main } from './setup/stop.mjs'

const report = join(root, 'out/reports/torture.jsonl')

/** Runs every attack in its full number, then prints one table. */
await main(async () => {
  await setup('electron', 'testing')
  await rm(report, { force: true })
  const codes = []
  for (const args of [
    ['test:unit', '--', '--project', 'torture'],
    ['e2e', '--', 'torture\\.spec|keychainMatrix', '--workers=1']
  ]) {
    const [command, npmArgs] = npm('run', '-s', ...args)
    codes.push(await run(command, npmArgs, { cwd: root, env: { ...process.env, HOLDFAST_TORTURE: 'full' } }))
  }
  const attacks = Object.entries(JSON.parse(await readFile(join(root, 'torture/attacks.json'), 'utf8')))
  const outcomes = await readOutcomes()
  const rows = attacks.map(([attack, { title, full, parts = 1 }]) => {
    const mine = outcomes.filter((outcome) => outcome.attack === attack)
    const tries = Math.min(...mine.map((outcome) => outcome.tries))
    const held = mine.length >= parts && tries >= full && mine.every((outcome) => outcome.held)
    return { attack: title, tries: mine.length > 0 ? tries : 0, held }
  })
  console.log(`\n${tableOf(rows)}`)
  const matrix = outcomes.flatMap(({ times }) => times ?? [])
  if (matrix.length > 0) {
    console.log('\nms, by the state of the keychain (start below 3,000, quit below 2,000)')
    console.table(matrix)
  }
  return rows.every(({ held }) => held) && codes.every((code) => code === 0) ? 0 : 1
})

async function readOutcomes() {
  try {
    return (await readFile(report, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
  } catch (error) {
    if (error.code === 'ENOENT') return []
    throw error
  }
}

function tableOf(rows) {
  const width = Math.max(...rows.map(({ attack }) => attack.length))
  const lineOf = (attack, tries, held) => `${attack.padEnd(width)}  ${tries.padStart(9)}  ${held}`
  return [
    lineOf('Attack', 'Tries', 'Held'),
    ...rows.map(({ attack, tries, held }) => lineOf(attack, tries.toLocaleString('en'), held ? 'yes' : 'NO'))
  ].join('\n')
}
