import { appendFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import attacks from './attacks.json' with { type: 'json' }

/** A row of the table that `npm run torture` prints. */
export type Attack = keyof typeof attacks

/** Whether this is `npm run torture`, which takes minutes, and not the part of it that runs with every test. */
export const isFull = process.env['HOLDFAST_TORTURE'] === 'full'

/** How often an attack is to be tried now. */
export const triesOf = (attack: Attack): number => attacks[attack][isFull ? 'full' : 'few']

const reports = fileURLToPath(new URL('../out/reports', import.meta.url))

/**
 * Puts the outcome of an attack where the table is made from. What is not recorded counts as not held.
 *
 * @param times of a keychain in one state: how long each step took, in ms
 */
export function record(attack: Attack, tries: number, held: boolean, times?: Record<string, string | number>): void {
  mkdirSync(reports, { recursive: true })
  appendFileSync(join(reports, 'torture.jsonl'), `${JSON.stringify({ attack, tries, held, times })}\n`)
}
