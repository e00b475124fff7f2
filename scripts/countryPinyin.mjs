import { writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { getCountries } from 'libphonenumber-js/min'
import { root } from './run/machine.mjs'
import { main, Stop } from './setup/stop.mjs'

/**
 * Writes the pinyin of the Chinese names of all countries that have phone numbers. Run it when a country gets another name.
 * The library that reads Chinese weighs a megabyte, so it is installed only for this run, in a folder that the argument
 * names, and the app contains its answers only.
 */
await main(async () => {
  const [folder] = process.argv.slice(2)
  if (folder === undefined) {
    throw new Stop('npm install --prefix FOLDER pinyin-pro@3.29.4, then node scripts/countryPinyin.mjs FOLDER')
  }
  const { pinyin } = createRequire(join(resolve(folder), 'package.json'))('pinyin-pro')
  const names = new Intl.DisplayNames('zh-CN', { type: 'region' })
  const entries = getCountries()
    .sort()
    .map((alpha2) => [alpha2, syllablesOf(names.of(alpha2), pinyin)])
  await writeFile(
    join(root, 'renderer/text/countryPinyin.json'),
    `${JSON.stringify(Object.fromEntries(entries), undefined, 2)}\n`
  )
  return 0
})

/** Returns the syllables without tones, divided by spaces. `ü` is written `v`, as people type it. */
function syllablesOf(name, pinyin) {
  return pinyin(name, { toneType: 'none', v: true, type: 'array', nonZh: 'removed' }).join(' ')
}
