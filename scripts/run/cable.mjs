import { mkdir, rm, rmdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { capture } from './child.mjs'
import { asRoot } from './machine.mjs'

/** These addresses are reserved for tests of networks (RFC 2544), and exist only in the two namespaces. */
const addresses = { near: '198.18.0.1', resolver: '198.18.0.2', tenant: '198.18.0.3' }
const link = 'cable'
const resolvers = '/etc/netns'

async function ip(...args) {
  const { found, code, output } = await capture('ip', args)
  if (!found || code !== 0) throw new Error(`ip ${args.join(' ')}: ${found ? output.trim() : 'not installed'}`)
}

/** Creates two namespaces and a cable between them. The near one asks the far one for names. */
async function lay({ near, far }) {
  for (const name of [near, far]) await ip('netns', 'add', name)
  await ip('link', 'add', link, 'netns', near, 'type', 'veth', 'peer', 'name', link, 'netns', far)
  for (const [name, ...own] of [
    [near, addresses.near],
    [far, addresses.resolver, addresses.tenant]
  ]) {
    for (const address of own) await ip('-n', name, 'address', 'add', `${address}/29`, 'dev', link)
    for (const device of ['lo', link]) await ip('-n', name, 'link', 'set', device, 'up')
  }
  await mkdir(join(resolvers, near), { recursive: true })
  await writeFile(
    join(resolvers, near, 'resolv.conf'),
    `nameserver ${addresses.resolver}\noptions timeout:1 attempts:1\n`
  )
}

/** Removes the namespaces. The pair of interfaces goes with them. */
async function remove({ near, far }) {
  for (const name of [near, far]) await capture('ip', ['netns', 'delete', name])
  await rm(join(resolvers, near), { recursive: true, force: true })
  // The folder may hold the resolvers of others.
  await rmdir(resolvers).catch(() => undefined)
}

/**
 * Runs `use` with the start of a command line for the near end of a cable that can be pulled, and with the facts that the
 * tests need. The cable is gone afterwards. Without root, or if the system does not let root create one, `use` gets
 * nothing.
 */
export async function withCable(use) {
  if (!asRoot) return use(undefined)
  const names = { near: `holdfast-${process.pid}-near`, far: `holdfast-${process.pid}-far` }
  try {
    const laid = await lay(names).then(
      () => true,
      (error) => console.error(`No cable to pull: ${error.message}`)
    )
    return await use(
      laid && {
        command: ['ip', 'netns', 'exec', names.near],
        env: { HOLDFAST_CABLE: JSON.stringify({ ...names, link, addresses }) }
      }
    )
  } finally {
    await remove(names)
  }
}
