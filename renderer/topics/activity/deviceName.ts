/** Names that people know the families of systems and browsers by. The keys are what the tenant calls them, in lower case. */
const families: Readonly<Record<string, string>> = {
  'mac os': 'macOS',
  'mac os x': 'macOS',
  macos: 'macOS',
  'mobile safari': 'Safari',
  'chrome mobile': 'Chrome',
  'mobile chrome': 'Chrome',
  'firefox mobile': 'Firefox',
  'microsoft edge': 'Edge'
}

/**
 * Returns the name of a browser or system without its version. Browsers freeze the version of a system, and a wrong one
 * alarms people.
 */
export function familyOf(name: string): string {
  const bare = name.replace(/[\s/]+[\d._]+.*$/, '').trim()
  return families[bare.toLowerCase()] ?? (bare || name)
}
