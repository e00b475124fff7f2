import { writeFile } from 'node:fs/promises'
import { execute } from '../execute'

/** A key that signs a repository for apt. */
export interface SigningKey {
  /** The folder in which gpg stores it. */
  home: string
  fingerprint: string
}

/** Runs gpg without a terminal on one folder of keys. */
export const gpg = (home: string, ...args: string[]): Promise<string> =>
  execute('gpg', ['--homedir', home, '--batch', '--no-tty', '--quiet', ...args])

/**
 * Creates a key without a passphrase in an empty folder, for tests and test builds. Call `endKeyAgent` before the folder is
 * deleted.
 */
export async function makeTestKey(home: string): Promise<SigningKey> {
  const without = ['--pinentry-mode', 'loopback', '--passphrase', '']
  await gpg(home, ...without, '--quick-generate-key', 'Holdfast test build', 'ed25519', 'sign', 'never')
  const keys = await gpg(home, '--with-colons', '--list-secret-keys')
  const fingerprint = /^fpr:+([0-9A-F]+):/m.exec(keys)?.[1]
  if (fingerprint === undefined) throw new Error('gpg made no key')
  return { home, fingerprint }
}

/** Writes the public part of a key, by which machines check signatures, in the form that apt reads (`signed-by`). */
export async function exportPublicKey({ home, fingerprint }: SigningKey, file: string): Promise<void> {
  await writeFile(file, await gpg(home, '--armor', '--export', fingerprint))
}

/** Ends the process that gpg runs for a folder of keys. */
export const endKeyAgent = (home: string): Promise<string> =>
  execute('gpgconf', ['--homedir', home, '--kill', 'gpg-agent'])
