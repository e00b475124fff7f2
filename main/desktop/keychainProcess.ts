import { join } from 'node:path'
import { utilityProcess } from 'electron'
import type { KeychainWorker } from '../vault/keychain'

/** Starts the keychain worker as a process that Electron can kill. */
export function startKeychainProcess(): KeychainWorker {
  const child = utilityProcess.fork(join(import.meta.dirname, 'keychainWorker.js'), [], {
    serviceName: 'Holdfast keychain',
    stdio: 'ignore'
  })
  return {
    post: (message) => child.postMessage(message),
    onMessage: (listener) => child.on('message', listener),
    onExit: (listener) => child.on('exit', listener),
    kill: () => child.kill()
  }
}
