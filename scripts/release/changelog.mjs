import { Stop } from '../setup/stop.mjs'

/** The app shows release notes in each of its languages, so there is a changelog in each. */
export const changelogs = { en: 'CHANGELOG.md', 'zh-CN': 'CHANGELOG.zh-CN.md' }

/** The longest notes that an installed copy accepts, in characters. */
const longestNotes = 10_000

const unreleased = '## [Unreleased]'
const headingOf = (version, date) => `## [${version}] - ${date}`

/** Returns a changelog in which the unreleased changes are listed under `version`, below an empty Unreleased section. */
export function moveUnreleased(changelog, version, date) {
  return changelog.replace(`${unreleased}\n`, () => `${unreleased}\n\n${headingOf(version, date)}\n`)
}

/** Returns the lines below the heading of a version, or of "Unreleased", or undefined if there is no such heading. */
export function sectionOf(changelog, version) {
  const lines = changelog.split('\n')
  const start = lines.findIndex((line) => line.startsWith(`## [${version}]`))
  if (start === -1) return undefined
  const rest = lines.slice(start + 1)
  const end = rest.findIndex((line) => line.startsWith('## '))
  return (end === -1 ? rest : rest.slice(0, end)).join('\n').trim()
}

/** Returns the number of changes under each heading of a section, in order. */
const shapeOf = (section) =>
  section
    .split(/^### .*$/m)
    .slice(1)
    .map((part) => part.match(/^- /gm)?.length ?? 0)

/** Throws a `Stop` unless both changelogs list the same number of changes under each heading. */
export function checkUnreleased(byLanguage) {
  const shapes = Object.entries(byLanguage).map(([language, changelog]) => {
    const shape = shapeOf(sectionOf(changelog, 'Unreleased') ?? '')
    if (shape.length === 0 || shape.includes(0)) {
      throw new Stop(
        `${changelogs[language]} names no change under "Unreleased", or has a heading without one. Write down what changes for its readers.`
      )
    }
    return shape.join()
  })
  if (new Set(shapes).size > 1) {
    throw new Stop(`${Object.values(changelogs).join(' and ')} differ in their headings or number of changes.`)
  }
}

/** Returns the notes of a release in plain text, as installed copies show them: no markup, one line for each change. */
export function notesOf(changelog, version) {
  const section = sectionOf(changelog, version)
  if (section === undefined || section === '') throw new Stop(`The changelog says nothing of ${version}.`)
  const text = section
    .replace(/^### /gm, '')
    .replace(/^- /gm, '• ')
    .replace(/\[([^\]]+)\]\([^)]*\)/g, '$1')
    .replace(/\*\*|`/g, '')
  if (text.length > longestNotes) {
    throw new Stop(`The notes of ${version} have ${text.length} characters; ${longestNotes} are the most that fit.`)
  }
  return text
}
