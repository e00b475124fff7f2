const made = new Map<string, Intl.DateTimeFormat>()

/**
 * Returns a format of dates. Each is made once, because making one takes longer than using it a hundred times, and made
 * again when the clock of this computer moves to another zone.
 */
export function dateFormat(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([language, new Date().getTimezoneOffset(), options])
  const format = made.get(key) ?? new Intl.DateTimeFormat(language, options)
  made.set(key, format)
  return format
}
