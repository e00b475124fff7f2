import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Group Policy writes below this key, and only administrators can write there. */
const policies = String.raw`HKEY_LOCAL_MACHINE\SOFTWARE\Policies`
export const registryKey = String.raw`${policies}\Holdfast`

/**
 * Returns the values of our key in the registry by their names, or `undefined` if there is no such key. All policies are
 * exported, because the export of a missing key and a failed export end alike. `reg query` loses characters outside of the
 * system's code page, and organisations have Chinese names. It has not run on Windows yet: the tests hand in samples.
 *
 * @throws the error of the program or the file system
 */
export function readRegistry(exported: () => string = exportPolicies): Record<string, unknown> | undefined {
  const lines = exported()
    .replace(/\\\r?\n\s*/g, '')
    .split(/\r?\n/)
  const begin = lines.findIndex((line) => line.toLowerCase() === `[${registryKey.toLowerCase()}]`)
  if (begin === -1) return undefined
  const end = lines.findIndex((line, index) => index > begin && line.startsWith('['))
  const values: Record<string, unknown> = {}
  for (const line of lines.slice(begin + 1, end === -1 ? undefined : end)) {
    const { name, value } = /^"(?<name>(?:[^"\\]|\\.)*)"=(?<value>.*)$/.exec(line)?.groups ?? {}
    if (name !== undefined && value !== undefined) values[unescape(name)] = valueOf(unescape(name), value)
  }
  return values
}

function exportPolicies(): string {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-'))
  try {
    const file = join(folder, 'policies.reg')
    const program = join(process.env['SystemRoot'] ?? String.raw`C:\Windows`, 'System32', 'reg.exe')
    execFileSync(program, ['export', policies, file, '/y'], { timeout: 5_000, windowsHide: true })
    return readFileSync(file, 'utf16le')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const unescape = (text: string): string => text.replace(/\\(.)/g, '$1')

/**
 * Returns a value as JSON would have it. The registry has no lists of numbers and no booleans, so ports are texts and a
 * switch is 0 or 1.
 */
function valueOf(name: string, written: string): unknown {
  const text = /^"(?<text>.*)"$/.exec(written)?.groups?.['text']
  if (text !== undefined) return name === 'redirectPorts' ? portsOf(unescape(text).split(',')) : unescape(text)
  const number = /^dword:(?<digits>[0-9a-f]{8})$/i.exec(written)?.groups?.['digits']
  if (number !== undefined) return switchOf(Number.parseInt(number, 16))
  const bytes = /^hex\(7\):(?<bytes>.*)$/i.exec(written)?.groups?.['bytes']
  if (bytes === undefined) return null
  return portsOf(textsOf(bytes))
}

const portsOf = (texts: readonly string[]): number[] => texts.map(Number)

const switchOf = (number: number): unknown => (number === 0 ? false : number === 1 ? true : number)

/** Returns the texts of a multi-string value, each of which ends with an empty character. */
function textsOf(bytes: string): string[] {
  const read = Buffer.from(bytes.replace(/[^0-9a-f]/gi, ''), 'hex').toString('utf16le')
  return read.split('\0').filter((text) => text !== '')
}
