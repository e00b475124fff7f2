import { parseArgs } from 'node:util'
import { z } from 'zod'
import { startSandbox, type SandboxOptions } from './index'
import { keyUriForms, sandboxOptions, scoreForms, signingAlgorithms } from './settings/options'

/** Maps each option to its flag, to the function that reads its text, and to its values. */
const flags = {
  port: { name: 'port', read: number, expected: 'a number from 0 (any free port) to 65535' },
  publicAddress: {
    name: 'public-address',
    read: String,
    expected: 'an address such as https://tenant.example:8443, without a path'
  },
  tokenAuthMethod: {
    name: 'token-auth-method',
    read: String,
    expected: 'none, client_secret_post or client_secret_basic'
  },
  refreshTokens: { name: 'refresh-tokens', read: truth, expected: 'true or false' },
  idTokenAlg: { name: 'alg', read: String, expected: `${signingAlgorithms.join(', ')} or HS256` },
  signingKeys: { name: 'signing-keys', read: number, expected: 'a number from 1 to 5' },
  keyIds: { name: 'key-ids', read: truth, expected: 'true or false' },
  accessTokenTtl: { name: 'access-token-ttl', read: number, expected: 'a number of seconds above 0' },
  refreshTokenTtl: { name: 'refresh-token-ttl', read: number, expected: 'a number of seconds above 0' },
  idTokenTtl: { name: 'id-token-ttl', read: number, expected: 'a number of seconds above 0' },
  redirectPorts: { name: 'redirect-ports', read: ports, expected: 'any, or port numbers such as 8123,8124' },
  organisation: { name: 'organisation', read: String, expected: 'a name of at most 80 characters' },
  otpSecret: { name: 'otp-secret', read: String, expected: 'same or fresh' },
  keyUri: { name: 'key-uri', read: String, expected: keyUriForms.join(', ') },
  otpFactors: { name: 'otp-factors', read: number, expected: '1 or 2' },
  unbindNeedsCode: { name: 'unbind-needs-code', read: truth, expected: 'true or false' },
  codeLength: { name: 'code-length', read: number, expected: '4 or 6' },
  codeTtl: { name: 'code-ttl', read: number, expected: 'a number of seconds above 0' },
  sendInterval: { name: 'send-interval', read: number, expected: 'a number of seconds, 0 for none' },
  deadFactor: { name: 'dead-factor', read: String, expected: 'none, OTP, SMS or EMAIL' },
  enrollmentTokenTtl: { name: 'enrollment-token-ttl', read: number, expected: 'a number of seconds above 0' },
  uploadEnvelope: { name: 'upload-envelope', read: String, expected: 'V3 or V2' },
  uploadNames: { name: 'upload-names', read: String, expected: 'both, key or url' },
  refuseRightCodes: { name: 'refuse-right-codes', read: String, expected: 'none, first or all' },
  authTime: { name: 'auth-time', read: String, expected: 'number, text, nonsense or missing' },
  refreshIdToken: { name: 'refresh-id-token', read: String, expected: 'own, none, otherPerson or otherIssuer' },
  deadRefreshToken: { name: 'dead-refresh-token', read: String, expected: 'invalidGrant, html, V2 or ok' },
  introspection: { name: 'introspection', read: String, expected: 'truthful or inactive' },
  deepPages: { name: 'deep-pages', read: String, expected: 'answered or refused' },
  score: { name: 'score', read: String, expected: scoreForms.join(', ') },
  deviceFunction: { name: 'device-function', read: truth, expected: 'true or false' },
  deviceIds: { name: 'device-ids', read: String, expected: 'kept or replaced' },
  endedDevices: { name: 'ended-devices', read: String, expected: 'listed or gone' },
  sessionEndsWith: { name: 'session-ends-with', read: String, expected: 'device or browser' },
  appDevice: { name: 'app-device', read: String, expected: 'activated, suspended or deactivated' }
} satisfies Record<keyof SandboxOptions, { name: string; read: (text: string) => unknown; expected: string }>

function number(text: string): number {
  return /^\d+$/.test(text) ? Number(text) : NaN
}

function truth(text: string): unknown {
  return text === 'true' || (text === 'false' ? false : text)
}

function ports(text: string): unknown {
  return text === 'any' ? text : text.split(',').map(number)
}

function stop(sentence: string, exitCode: number): never {
  process.stderr.write(`${sentence}\n`)
  process.exit(exitCode)
}

/** Reads `--name value` and `--name=value`. Ends the program if a flag is unknown or its value cannot be used. */
function readFlags(): SandboxOptions {
  const options: Record<string, { type: 'string' }> = {}
  for (const { name } of Object.values(flags)) options[name] = { type: 'string' }
  try {
    const { values } = parseArgs({ options })
    const given = Object.entries(flags).flatMap(([option, { name, read }]) => {
      const text = values[name]
      return typeof text === 'string' ? [[option, read(text)]] : []
    })
    return sandboxOptions.parse(Object.fromEntries(given))
  } catch (error) {
    if (error instanceof z.ZodError) {
      const flag = Object.entries(flags).find(([option]) => option === error.issues[0]?.path[0])?.[1]
      if (flag) stop(`--${flag.name} takes ${flag.expected}.`, 2)
    }
    if (!(error instanceof TypeError)) throw error
    const known = Object.values(flags).map(({ name }) => `--${name}`)
    stop(`${error.message.split('. ')[0] ?? ''}. The sandbox takes ${known.join(', ')}.`, 2)
  }
}

const sandbox = await startSandbox(readFlags()).catch((error: unknown) =>
  stop(`The sandbox could not start: ${error instanceof Error ? error.message : String(error)}. Try --port 0.`, 1)
)
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void sandbox.close())

const { organisation, host, appId, people, outbox } = sandbox
process.stdout.write(`${JSON.stringify({ organisation, host, appId, people, outbox })}\n`)
