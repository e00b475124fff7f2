import { Stop } from './stop.mjs'

const reasons = [
  [/ENOSPC|No space left|enough free space/i, 'The disk is full. Free about 2 GB and run the command again.'],
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|Could not resolve|Temporary failure resolving|Failed to fetch|Unable to connect/i,
    'The server could not be reached. Check the network and run the command again.'
  ],
  [/E40[134]\b/, 'The registry refused it. Check `npm config get registry` and run the command again.'],
  [
    /EACCES|EROFS|Permission denied/i,
    'This account may not write there. Change the owner of the folder and run the command again.'
  ],
  [/npm ci. can only install packages when/, 'package.json and package-lock.json disagree. Restore both from git.']
]

/** Returns one sentence about a program's output. If no sentence fits, it shows the end of the output above it. */
export function explainFailure(what, output) {
  const reason = reasons.find(([pattern]) => pattern.test(output))?.[1]
  if (reason === undefined) console.error(output.trimEnd().split('\n').slice(-25).join('\n'))
  return new Stop(`${what}: ${reason ?? 'the reason is above.'}`)
}
