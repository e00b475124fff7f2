import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Returns what was measured of a screen: its layout by look, such as `dark-zh-CN-900x600`. */
export async function measured(folder, screen) {
  return JSON.parse(await readFile(join(folder, screen, 'layout.json'), 'utf8'))
}

/** Returns the layouts of a screen as they were accepted; undefined if they never were. */
export async function readRecord(folder, screen) {
  const file = join(folder, `${screen}.json`)
  return existsSync(file) ? unpack(JSON.parse(await readFile(file, 'utf8'))) : undefined
}

export async function writeRecord(folder, screen, layouts) {
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, `${screen}.json`), pack(layouts))
}

const lightOf = (look) => look.replace(/^dark-/, 'light-')

/** Returns the text of a record: one line for each element, so that a change of one is a change of its line. */
export function pack(layouts) {
  // A theme changes colours and nothing else, or its looks are there in full.
  const themed = Object.keys(layouts).some(
    (look) => JSON.stringify(layouts[look]?.boxes) !== JSON.stringify(layouts[lightOf(look)]?.boxes)
  )
  const looks = Object.keys(layouts)
    .filter((look) => themed || look === lightOf(look))
    .sort()
  const elements = new Set(looks.flatMap((look) => Object.keys(layouts[look].boxes)))
  const rows = [...elements].map((element) => {
    const boxes = looks.map((look) => layouts[look].boxes[element] ?? null)
    return `  ${JSON.stringify(element)}: ${JSON.stringify(boxes)}`
  })
  return `{ "looks": ${JSON.stringify(looks)}, "elements": {\n${rows.join(',\n')}\n} }\n`
}

export function unpack({ looks, elements }) {
  const layouts = {}
  for (const [index, look] of looks.entries()) {
    const boxes = {}
    for (const [element, row] of Object.entries(elements)) if (row[index]) boxes[element] = row[index]
    layouts[look] = { boxes }
  }
  for (const look of looks) layouts[look.replace(/^light-/, 'dark-')] ??= layouts[look]
  return layouts
}
