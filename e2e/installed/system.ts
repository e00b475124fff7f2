import { spawn } from 'node:child_process'
import { once } from 'node:events'

export const program = '/opt/holdfast/holdfast'

/** A package may leave files in these folders of the system. */
const places = ['/opt', '/usr', '/etc', '/var']
/** Apt and dpkg write these files for themselves. */
const notOfPackages =
  /^\/var\/(cache|log|lib\/(apt|dpkg\/(status|available|lock|triggers\/(Lock|Unincorp)|[\w-]+-old)))/

/** Runs a command as the administrator, in the system of the tests. Resolves with its output. */
export async function administer(...command: string[]): Promise<string> {
  const plain = ['env', 'DEBIAN_FRONTEND=noninteractive', 'LC_ALL=C', ...command]
  const child = spawn('sudo', plain, { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text) => (said += String(text)))
  const [code] = (await once(child, 'close')) as unknown[]
  if (code !== 0) throw new Error(`${command.join(' ')} ended with ${String(code)}:\n${said}`)
  return said
}

/** Resolves with one line per installed path: path, type, permissions, owner and link target. */
export async function listing(): Promise<string[]> {
  const found = await administer('find', ...places, '-xdev', '-printf', '%p %y %m %U:%G %l\n')
  return found
    .split('\n')
    .filter((line) => !notOfPackages.test(line))
    .sort()
}

export const removePackage = (): Promise<string> => administer('apt-get', 'purge', '--yes', 'holdfast')
