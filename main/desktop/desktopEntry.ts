import { plainText } from '../ground/text'

interface DesktopEntry {
  name: string
  /** True if it is offered for web addresses. */
  opensWeb: boolean
  /** Returns the program and the arguments that open `address`. */
  command: (address: string) => string[]
}

/**
 * Reads a file of Freedesktop's Desktop Entry Specification. Returns undefined for anything but an application that is to be
 * shown.
 */
export function desktopEntry(text: string): DesktopEntry | undefined {
  const group = text.split(/^\[/m).find((one) => one.startsWith('Desktop Entry]')) ?? ''
  const entries = new Map<string, string>()
  for (const line of group.split(/\r?\n/)) {
    const [, key, value] = /^([A-Za-z]+)\s*=\s*(.*)$/.exec(line) ?? []
    if (key !== undefined && value !== undefined) entries.set(key, value)
  }
  const name = plainText(entries.get('Name') ?? '', 100)
  const words = wordsOf(entries.get('Exec') ?? '')
  const hidden = [entries.get('NoDisplay'), entries.get('Hidden')].includes('true')
  if (entries.get('Type') !== 'Application' || hidden || name === '' || words.length === 0) return undefined
  return {
    name,
    opensWeb: (entries.get('MimeType') ?? '').split(';').includes('x-scheme-handler/https'),
    command: (address) => words.flatMap((word) => filled(word, address))
  }
}

/** Splits a command into words at its spaces. In quotes, a backslash takes the next character as it is. */
function wordsOf(exec: string): string[] {
  return [...exec.matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/g)].map(([, quoted, bare]) =>
    quoted === undefined ? (bare ?? '') : quoted.replace(/\\(.)/g, '$1')
  )
}

/** Fills in the address for `%u` and its like, and a per cent sign for `%%`. All other field codes are dropped. */
function filled(word: string, address: string): string[] {
  if (/^%[uUfF]$/.test(word)) return [address]
  if (/^%[a-zA-Z]$/.test(word)) return []
  return [word.replaceAll('%%', '%')]
}
