import { cp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from './child.mjs'
import { findBrowser, root } from './machine.mjs'

/**
 * Runs a suite as the ordinary user. Then copies Playwright's output from the user's folder, which is about to be deleted.
 *
 * @param within start of the command line, if any
 * @param results name of the folder of `test-results` for traces and pictures
 * @param env variables for the tests
 */
export async function runPlaywright(user, config, { options, within = [], results = 'other', env = {} }) {
  const [written, report] = [join(user.home, 'results'), join(user.home, 'report.json')]
  const cli = join(root, 'node_modules/@playwright/test/cli.js')
  const suite = [process.execPath, cli, 'test', '-c', config, `--output=${written}`, ...options]
  const [file, ...args] = [...within, ...user.command, ...suite]
  const code = await run(file, args, {
    cwd: root,
    env: {
      ...process.env,
      ...user.env,
      ...env,
      HOLDFAST_REPORTS: user.home,
      HOLDFAST_BROWSER: findBrowser(),
      PLAYWRIGHT_JSON_OUTPUT_FILE: report
    }
  })
  const kept = join(root, 'test-results', results)
  await rm(kept, { recursive: true, force: true })
  await keep(written, kept)
  if (process.env.PLAYWRIGHT_JSON_OUTPUT_FILE) await keep(report, process.env.PLAYWRIGHT_JSON_OUTPUT_FILE)
  return code
}

/** Copies a tool's output, or nothing if the tool has written none. */
async function keep(from, to) {
  await cp(from, to, { recursive: true }).catch((error) => {
    if (error.code !== 'ENOENT') throw error
  })
}
