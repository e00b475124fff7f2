import { join } from 'node:path'
import { utilityProcess } from 'electron'
import type { KeychainWorker } from '../vault/workerCalls'

let prepared: KeychainWorker | undefined

/** Starts the process that the next `startKeychainProcess` returns, for a start that will need it in a moment. */
export function prepareKeychainProcess(): void {
  const started = fork()
  prepared = started
  started.onExit(() => {
    if (prepared === started) prepared = undefined
  })
}

/** Returns the keychain worker as a process that Electron can kill. */
export function startKeychainProcess(): KeychainWorker {
  const worker = prepared ?? fork()
  prepared = undefined
  return worker
}

function fork(): KeychainWorker {
  const child = utilityProcess.fork(join(import.meta.dirname, 'keychainWorker.js'), [], {
    // Its errors are told apart by their words, which must not be translated.
    env: { ...process.env, LC_ALL: 'C' },
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
