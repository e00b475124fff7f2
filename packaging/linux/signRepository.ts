import { homedir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { writeAptRepository } from './aptRepository'

/** The key is offline. It signs at each release and at least once a year, like the targets that the app reads. */
const validFor = 365 * 86_400_000

const text = z.string().min(1)
const [fingerprint, folder, ...packages] = z.tuple([text, text], text).parse(process.argv.slice(2))
const home = process.env['GNUPGHOME'] ?? join(homedir(), '.gnupg')
const date = new Date()
const validUntil = new Date(date.getTime() + validFor)

await writeAptRepository({ folder, key: { home, fingerprint }, date, validUntil }, packages)
console.log(`Signed by ${fingerprint} until ${validUntil.toISOString()}: ${folder}`)
