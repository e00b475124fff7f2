import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { KeychainWorker } from '../../main/vault/workerCalls'
import type { Request } from '../../main/vault/keychainRequest'
import type { Point } from './killPoints'

/**
 * Returns a keychain with one file per entry. Each file is replaced whole, as the systems' keychains do, and survives the
 * killed process.
 */
export function fileKeychain(folder: string, point: Point): KeychainWorker {
  let listener: (message: unknown) => void = () => undefined

  function read(name: string): string | null {
    try {
      return readFileSync(join(folder, name), 'utf8')
    } catch {
      return null
    }
  }

  function change(verb: 'set' | 'delete', name: string, value: string): boolean {
    const had = read(name) !== null
    point(`before ${verb} ${name.replace(/\d+/, 'N')}`)
    if (verb === 'delete') rmSync(join(folder, name), { force: true })
    else {
      writeFileSync(`${folder}.new`, value)
      renameSync(`${folder}.new`, join(folder, name))
    }
    point(`after ${verb} ${name.replace(/\d+/, 'N')}`)
    return had
  }

  function answer({ id, verb, name, value = '' }: Request): object {
    if (verb === 'get') return { id, value: read(name) }
    const had = change(verb, name, value)
    return verb === 'delete' ? { id, value: had } : { id }
  }

  return {
    post: (message) => void setImmediate(() => listener(answer(message))),
    onMessage: (heard) => (listener = heard),
    onExit: () => undefined,
    kill: () => undefined
  }
}
