import { execFileSync } from 'node:child_process'

/** The program of macOS that reads its preference lists in each of their forms. */
const plutil = '/usr/bin/plutil'

/**
 * Returns the content of a list of managed preferences, as JSON gives it. `defaults read` would miss what a device management
 * wrote there. It has not run on macOS yet: the tests hand in samples of the program's output.
 *
 * @throws the program's error, or that of JSON
 */
export function readManagedPreferences(list: Buffer, convert: (list: Buffer) => string = toJson): unknown {
  return JSON.parse(convert(list))
}

const toJson = (list: Buffer): string =>
  execFileSync(plutil, ['-convert', 'json', '-o', '-', '-'], { input: list, encoding: 'utf8', timeout: 5_000 })
