import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { capture } from '../run/child.mjs'
import { Stop } from '../setup/stop.mjs'
import { changelogs, checkUnreleased, moveUnreleased, notesOf } from './changelog.mjs'
import { checkVersion, lastReleased } from './version.mjs'

/**
 * Does everything up to the tag of a release, in the repository at `root`. Nothing leaves this computer. `checkRuntime` and
 * `test` are the two slow checks: the first throws a `Stop`, the second resolves with an exit code.
 */
export async function release({ root, wanted, dryRun, today, checkRuntime, test, say }) {
  const git = gitIn(root)
  await checkTree(git)
  checkVersion(wanted, lastReleased((await git('tag', '--list')).split('\n')))
  const before = await readChangelogs(root)
  checkUnreleased(before)
  const after = mapValues(before, (changelog) => moveUnreleased(changelog, wanted, today))
  const notes = mapValues(after, (changelog) => notesOf(changelog, wanted))
  if (dryRun) {
    say(`A rehearsal: nothing was written or tested. The notes of ${wanted} would be:\n`)
    say(Object.values(notes).join('\n\n'))
    return
  }
  await checkRuntime()
  await orAsBefore(git, async () => {
    await writeVersion(root, wanted, after)
    if ((await test()) !== 0) throw new Stop('The tests failed, so nothing is released. What they said is above.')
    await git('commit', '--quiet', '--all', '--message', `chore(release): ${wanted}`)
    await tag(git, wanted, notes.en)
  })
  say(whatIsNext(wanted))
}

async function checkTree(git) {
  if ((await git('status', '--porcelain')) !== '') {
    throw new Stop('The working tree has changes. Commit them or put them away, and run the command again.')
  }
  if ((await git('branch', '--show-current')) !== 'main') throw new Stop('A release is made from main. Switch to it.')
  await git('fetch', '--quiet', '--tags', 'origin')
  if ((await git('rev-parse', 'HEAD')) !== (await git('rev-parse', 'origin/main'))) {
    throw new Stop('main and the main of origin differ. Pull or push, and run the command again.')
  }
}

/** Runs the steps and undoes all of them if one fails. The tree was clean before, so nobody's work is lost. */
async function orAsBefore(git, steps) {
  const before = await git('rev-parse', 'HEAD')
  try {
    await steps()
  } catch (error) {
    await git('reset', '--quiet', '--hard', before)
    throw error
  }
}

async function writeVersion(root, version, texts) {
  for (const [language, text] of Object.entries(texts)) await writeFile(join(root, changelogs[language]), text)
  for (const manifest of ['package.json', 'package-lock.json']) await setVersion(join(root, manifest), version)
}

async function setVersion(file, version) {
  const manifest = JSON.parse(await readFile(file, 'utf8'))
  manifest.version = version
  const itself = manifest.packages?.['']
  if (itself !== undefined) itself.version = version
  await writeFile(file, `${JSON.stringify(manifest, null, 2)}\n`)
}

/** Creates the tag. It is signed if git knows a key for it. */
async function tag(git, version, notes) {
  const key = await git('config', '--default', '', '--get', 'user.signingkey')
  await git('tag', key === '' ? '--annotate' : '--sign', `v${version}`, '--message', `Holdfast ${version}\n\n${notes}`)
}

const whatIsNext = (version) =>
  [
    `v${version} is committed and tagged here, and nowhere else yet.`,
    `Look at it:   git show v${version}`,
    `Take it back: git tag --delete v${version} && git reset --hard HEAD~1`,
    `Send it:      git push --atomic origin main v${version}`,
    'Then follow docs/RELEASING.md from "The workflow" on: a draft appears, and a ceremony signs it.'
  ].join('\n')

async function readChangelogs(root) {
  const entries = Object.entries(changelogs).map(async ([language, file]) => [
    language,
    await readFile(join(root, file), 'utf8')
  ])
  return Object.fromEntries(await Promise.all(entries))
}

const mapValues = (object, change) =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]))

const gitIn =
  (root) =>
  async (...args) => {
    const { code, stdout, output } = await capture('git', args, { cwd: root })
    if (code !== 0) throw new Stop(`git ${args[0]} failed: ${output.trim()}`)
    return stdout.trim()
  }
