/** Names of families, and what a tenant or a browser calls them. The first match counts. */
const systems: readonly (readonly [string, RegExp])[] = [
  ['iPadOS', /ipad/i],
  ['iOS', /iphone|\bios\b/i],
  ['Android', /android/i],
  ['HarmonyOS', /harmony|鸿蒙/i],
  ['ChromeOS', /cros\b|chrome ?os/i],
  ['Windows', /windows/i],
  ['macOS', /mac ?os|macintosh|os x/i],
  ['Linux', /linux|ubuntu|debian|fedora/i]
]

const browsers: readonly (readonly [string, RegExp])[] = [
  ['Holdfast', /holdfast/i],
  ['Edge', /\bedg(e|a|ios)?\b/i],
  ['Opera', /\bopr\b|opera/i],
  ['Vivaldi', /vivaldi/i],
  ['Samsung Internet', /samsungbrowser|samsung internet/i],
  ['WeChat', /micromessenger|wechat/i],
  ['QQ Browser', /qqbrowser/i],
  ['Firefox', /firefox|fxios/i],
  ['Chrome', /chrome|crios|chromium/i],
  ['Safari', /safari/i]
]

const find = (text: string, families: typeof systems): string | undefined =>
  families.find(([, pattern]) => pattern.test(text))?.[0]

/**
 * Returns the family of the operating system that a text names, without its version, because browsers freeze the version.
 * Returns `undefined` for a system that is not known by name.
 */
export const systemFamily = (text: string): string | undefined => find(text, systems)

/** Returns the family of the browser that a text names, or `undefined` if none is known by name. */
export const browserFamily = (text: string): string | undefined => find(text, browsers)
