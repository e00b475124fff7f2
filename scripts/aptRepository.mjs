import { join, resolve } from 'node:path'
import { run } from './run/child.mjs'
import { root } from './run/machine.mjs'
import { setup } from './setup/setup.mjs'
import { main, Stop } from './setup/stop.mjs'

/** Adds packages to a repository for apt and signs it. Without packages it only renews the signature. */
await main(async () => {
  const [folder, key, ...packages] = process.argv.slice(2)
  if (folder === undefined || !/^[0-9A-F]{40}$/.test(key ?? '')) {
    throw new Stop(
      'Name the folder of the repository, the fingerprint of the key in 40 digits, and the packages to add: npm run apt-repository -- FOLDER FINGERPRINT [DEB…]'
    )
  }
  await setup('packaging')
  const tsx = join(root, 'node_modules/tsx/dist/cli.mjs')
  const files = [folder, ...packages].map((file) => resolve(process.env.INIT_CWD ?? '.', file))
  return run(process.execPath, [tsx, join(root, 'packaging/linux/signRepository.ts'), key, ...files], { cwd: root })
})
