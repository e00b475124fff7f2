import { capture } from './child.mjs'
import { asRoot } from './machine.mjs'

/** An installation writes to these folders. */
const places = ['/opt', '/usr', '/etc', '/var']

/**
 * Lays a writable layer, which ends with the process, over the folders of the system. The ordinary user may do there what
 * an administrator does on their own computer.
 */
const script = `
  mount -t tmpfs -o mode=755 holdfast "$1"
  for place in ${places.join(' ')}; do
    mkdir -p "$1/upper$place" "$1/work$place"
    mount -t overlay -o "lowerdir=$place,upperdir=$1/upper$place,workdir=$1/work$place" overlay "$place"
  done
  shift
  printf '%s ALL=(root) NOPASSWD: ALL\\n' nobody > /etc/sudoers.d/holdfast
  exec "$@"
`

/**
 * Resolves with the start of a command line that runs a program in a separate system. Its installations exist nowhere else,
 * and are gone when it ends. Resolves with undefined without root, or if the system does not let root do that.
 *
 * @param layer an empty folder
 */
export async function ownSystem(layer) {
  if (!asRoot) return undefined
  const command = ['unshare', '--mount', '--propagation', 'private', 'sh', '-euc', script, 'sh', layer]
  const [file, ...args] = [...command, 'true']
  const { code, output } = await capture(file, args)
  if (code === 0) return command
  console.error(`No system of its own to install to: ${output.trim()}`)
  return undefined
}
