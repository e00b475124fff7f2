import { z } from 'zod'
import type { SigningAccount } from './windows/configuration'

/** The variables that signing needs on each system. Electron-builder and Azure's tool read most of them by themselves. */
export const signingVariables = {
  apple: ['CSC_LINK', 'CSC_KEY_PASSWORD', 'APPLE_API_KEY', 'APPLE_API_KEY_ID', 'APPLE_API_ISSUER'],
  azure: [
    'AZURE_TENANT_ID',
    'AZURE_CLIENT_ID',
    'AZURE_CLIENT_SECRET',
    'SIGNING_PUBLISHER',
    'SIGNING_ENDPOINT',
    'SIGNING_ACCOUNT',
    'SIGNING_PROFILE'
  ]
} as const

export interface Signing {
  apple: boolean
  azure?: SigningAccount
}

const account = z
  .object({
    SIGNING_PUBLISHER: z.string(),
    SIGNING_ENDPOINT: z.url({ protocol: /^https$/ }),
    SIGNING_ACCOUNT: z.string(),
    SIGNING_PROFILE: z.string()
  })
  .transform((given) => ({
    publisherName: given.SIGNING_PUBLISHER,
    endpoint: given.SIGNING_ENDPOINT,
    codeSigningAccountName: given.SIGNING_ACCOUNT,
    certificateProfileName: given.SIGNING_PROFILE
  }))

/**
 * Returns the kinds of signing for which these variables suffice.
 *
 * @throws if only some of a system's variables are set, because a slip must not produce an unsigned package
 */
export function readSigning(env: NodeJS.ProcessEnv): Signing {
  return {
    apple: isComplete(env, signingVariables.apple),
    ...(isComplete(env, signingVariables.azure) && { azure: account.parse(env) })
  }
}

/**
 * Removes empty variables. GitHub passes a missing secret as an empty variable, and electron-builder would look for a
 * certificate in it.
 */
export function dropEmptyVariables(env: NodeJS.ProcessEnv): void {
  for (const name of Object.values(signingVariables).flat()) if (env[name] === '') Reflect.deleteProperty(env, name)
}

function isComplete(env: NodeJS.ProcessEnv, names: readonly string[]): boolean {
  const missing = names.filter((name) => (env[name] ?? '') === '')
  if (missing.length === 0 || missing.length === names.length) return missing.length === 0
  throw new Error(`Signing needs ${missing.join(', ')} as well.`)
}
