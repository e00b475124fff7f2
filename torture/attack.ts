import { appendFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import attacks from './attacks.json' with { type: 'json' }

/** A row of the table that `npm run torture` prints. */
export type Attack = keyof typeof attacks

/** True if this is `npm run torture`, which takes minutes, and not its short part that runs with every test. */
export const isFull = process.env['HOLDFAST_TORTURE'] === 'full'

/** Returns the number of times to try an attack in this run. */
export const triesOf = (attack: Attack): number => attacks[attack][isFull ? 'full' : 'few']

/** The environment names another folder for a user without rights, who may not write where root keeps its reports. */
const reports = process.env['HOLDFAST_REPORTS'] ?? fileURLToPath(new URL('../out/reports', import.meta.url))

/**
 * Writes the outcome of an attack to the file from which the table is made. An attack that is not recorded counts as not
 * held.
 *
 * @param times duration of each step in ms, for a keychain in one state
 */
export function record(attack: Attack, tries: number, held: boolean, times?: Record<string, string | number>): void {
  mkdirSync(reports, { recursive: true })
  appendFileSync(join(reports, 'torture.jsonl'), `${JSON.stringify({ attack, tries, held, times })}\n`)
}
