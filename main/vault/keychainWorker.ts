/**
 * The only process that loads keytar. It is separate so that it can be killed: a keyring that waits for a password or hangs
 * blocks its caller without limit, and a blocked process cannot even exit.
 */
import keytar from 'keytar'
import { keepMemoryOutOfCoreDumps } from '../ground/coreDumps'
import type { Reply } from './keychainReply'
import { isRequest, type Request } from './keychainRequest'

keepMemoryOutOfCoreDumps()

function perform({ verb, service, name, value = '' }: Request): Promise<string | null | boolean | void> {
  if (verb === 'get') return keytar.getPassword(service, name)
  if (verb === 'set') return keytar.setPassword(service, name, value)
  return keytar.deletePassword(service, name)
}

async function answer(message: unknown): Promise<Reply | undefined> {
  if (!isRequest(message)) return undefined
  const { id } = message
  try {
    const value = await perform(message)
    return value === undefined ? { id } : { id, value }
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : 'unknown' }
  }
}

// Electron gives a utility process `parentPort`. A plain Node child (tests, command line) has the channel of `fork`.
const port = process.parentPort as Electron.ParentPort | undefined
if (port) {
  port.on('message', ({ data }) => void answer(data).then((reply) => port.postMessage(reply)))
} else {
  process.on('message', (data) => void answer(data).then((reply) => process.send?.(reply)))
}
