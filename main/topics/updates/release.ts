import { z } from 'zod'
import type { Language } from '../../../contract/settings'
import { plainText } from '../../ground/text'
import type { InstallationKind } from './installation'
import { compareVersions, isVersion } from './version'

/** The newest version for one kind of installation, as the repository describes it. */
export interface Release {
  version: string
  /** A version older than this is not installed any more, and a running app that is older shows a notice. */
  minimum: string
  /** A day, as in `2026-11-28`. */
  released: string
  /** Plain text in lines, safe to show. */
  notes: Record<Language, string>
  /** bytes */
  size: number
  /** hex */
  sha512: string
  /** The file in the repository, which only the repository uses. */
  target: Target
}

interface Target {
  readonly name: string
  /** hex */
  readonly sha256: string
}

/** The name of the file for each kind of installation. It is the same for every version, so that one look finds the newest. */
export const targetNames: Record<InstallationKind, string> = {
  deb: 'linux-x64.deb',
  rpm: 'linux-x64.rpm',
  tarball: 'linux-x64.tar.gz',
  mac: 'mac-universal.zip',
  windows: 'win-x64.exe'
}

/** The most bytes of a file that is downloaded. A package has about 100 million. */
export const largestTarget = 500_000_000

const longestNotes = 10_000
const longestLine = 1_000

// A text that is no version ends the check, because two versions are compared below.
const version = z.string().refine(isVersion, { abort: true })
const notes = z.string().max(longestNotes).transform(plainLines)

/** The `custom` field of a file in the signed metadata. */
export const releaseNotice = z
  .strictObject({
    version,
    minimum: version,
    released: z.iso.date(),
    notes: z.strictObject({ en: notes, 'zh-CN': notes } satisfies Record<Language, typeof notes>)
  })
  .refine((notice) => compareVersions(notice.minimum, notice.version) <= 0)

const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`))

const targetFile = z.object({
  length: z.int().min(1).max(largestTarget),
  hashes: z.object({ sha256: hex(32), sha512: hex(64) }),
  custom: releaseNotice
})

/**
 * Reads what signed metadata says of the file `name`.
 *
 * @throws ZodError if it is not in the form that the publisher's tools write
 */
export function readRelease(name: string, file: unknown): Release {
  const { length, hashes, custom } = targetFile.parse(file)
  return { ...custom, size: length, sha512: hashes.sha512, target: { name, sha256: hashes.sha256 } }
}

function plainLines(text: string): string {
  return text
    .split(/\r?\n/)
    .map((line) => plainText(line, longestLine))
    .join('\n')
    .trim()
}
