import { plainText } from '../genauth/text'

interface DesktopEntry {
  name: string
  /** Whether it is offered for addresses of the web. */
  opensWeb: boolean
  /** Program and arguments to open `address`. */
  command: (address: string) => string[]
}

/** Reads a file of Freedesktop's Desktop Entry Specification; undefined for what is no application to be shown. */
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

/** Words are parted by spaces; in quotes, a backslash takes the next character as it is. */
function wordsOf(exec: string): string[] {
  return [...exec.matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/g)].map(([, quoted, bare]) =>
    quoted === undefined ? (bare ?? '') : quoted.replace(/\\(.)/g, '$1')
  )
}

/** `%u` and its like are the address, `%%` is a per cent sign; what else begins so has nothing to say here. */
function filled(word: string, address: string): string[] {
  if (/^%[uUfF]$/.test(word)) return [address]
  if (/^%[a-zA-Z]$/.test(word)) return []
  return [word.replaceAll('%%', '%')]
}
