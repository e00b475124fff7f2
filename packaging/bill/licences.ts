import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Refusal } from '../refusal'

/**
 * These licences, by SPDX id, were read and allow an app under Apache-2.0 to carry the package. OFL-1.1 is for typefaces,
 * which remain separate files.
 */
const accepted = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
  'OFL-1.1'
])

interface Licensed {
  name: string
  version: string
  /** The SPDX id that the package's manifest names. */
  licence?: string | undefined
}

/**
 * Returns the licence of a package that may be shipped.
 *
 * @throws Refusal for every other package
 */
export function acceptedLicence({ name, version, licence }: Licensed): string {
  if (licence !== undefined && accepted.has(licence)) return licence
  const named = licence === undefined ? 'names no licence' : `is under ${licence}`
  throw new Refusal(
    `${name} ${version} would be shipped, but it ${named}, and Holdfast is under Apache-2.0: take it out, or read its terms and enter them in packaging/bill/licences.ts.`
  )
}

/** A package made by a bundler adds this text to its licence. It concerns files that no app contains. */
const addition = /^# Licenses of bundled dependencies$.*/ms

/**
 * Resolves with the licences and notices in the folder of a package, unchanged, or with the text in `texts/` for a package
 * that names its licence but does not include it.
 *
 * @throws Refusal if there is no text, because every licence demands that its terms are included
 */
export async function licenceText(folder: string, { name, version }: Licensed): Promise<string> {
  const files = (await readdir(folder)).filter((file) => /^(?:licen[cs]e|notice|copying)/i.test(file)).sort()
  if (files.length === 0) {
    const substitute = join(import.meta.dirname, 'texts', `${name}.txt`)
    if (existsSync(substitute)) return (await readFile(substitute, 'utf8')).trim()
    throw new Refusal(
      `${name} ${version} would be shipped, but holds no text of its licence: take it out, or write the text to packaging/bill/texts/${name}.txt.`
    )
  }
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))
  return texts.map((text) => text.replaceAll('\r\n', '\n').replace(addition, '').trim()).join('\n\n')
}
