import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { releaseNotice } from '../../main/topics/updates/release'
import { root } from '../run/machine.mjs'
import { changelogs, checkUnreleased, moveUnreleased, notesOf, sectionOf } from './changelog.mjs'

const changelog = [
  '# Changelog',
  '',
  '## [Unreleased]',
  '',
  '### Added',
  '',
  '- **Passkeys** are listed, see [the guide](https://example.org/guide).',
  '- `npm start` costs $1.',
  '',
  '## [0.1.0] - 2026-01-02',
  '',
  '### Fixed',
  '',
  '- A slip.',
  ''
].join('\n')

describe('a changelog', () => {
  it('gets what was unreleased under the version and its date, below an empty Unreleased section', () => {
    const moved = moveUnreleased(changelog, '0.2.0', '2026-02-03')
    expect(sectionOf(moved, 'Unreleased')).toBe('')
    expect(sectionOf(moved, '0.2.0')).toBe(sectionOf(changelog, 'Unreleased'))
    expect(moved).toContain('\n## [0.2.0] - 2026-02-03\n')
    expect(sectionOf(moved, '0.1.0')).toBe(sectionOf(changelog, '0.1.0'))
  })

  it('gives the notes of one version as plain text', () => {
    const moved = moveUnreleased(changelog, '0.2.0', '2026-02-03')
    expect(notesOf(moved, '0.2.0')).toBe('Added\n\n• Passkeys are listed, see the guide.\n• npm start costs $1.')
  })

  it('has no notes of a version that it does not name', () => {
    expect(() => notesOf(changelog, '0.3.0')).toThrow('says nothing of 0.3.0')
  })

  it('refuses notes that no installed copy would take', () => {
    const long = changelog.replace('A slip.', 'x'.repeat(10_001))
    expect(() => notesOf(long, '0.1.0')).toThrow('10000 are the most')
  })
})

describe('what is unreleased', () => {
  const empty = moveUnreleased(changelog, '0.2.0', '2026-02-03')
  const hollow = empty.replace('## [Unreleased]\n', '## [Unreleased]\n\n### Added\n')

  it.each([
    ['nothing', empty],
    ['a heading alone', hollow],
    ['no section', '# Changelog\n']
  ])('is refused where a changelog has %s', (_, other) => {
    expect(() => checkUnreleased({ en: changelog, 'zh-CN': other })).toThrow('CHANGELOG.zh-CN.md names no change')
  })

  it('is refused where one language tells more than the other', () => {
    const more = changelog.replace('- `npm', '- One more.\n- `npm')
    expect(() => checkUnreleased({ en: changelog, 'zh-CN': more })).toThrow('differ')
  })
})

describe('the changelogs of this repository', async () => {
  const entries = Object.entries(changelogs).map(async ([language, file]) => [
    language,
    await readFile(join(root, file), 'utf8')
  ])
  const byLanguage = Object.fromEntries(await Promise.all(entries))
  const headings = (text) => text.match(/^## \[.*$/gm)
  const versions = headings(byLanguage.en).map((line) => /\[(.+)\]/.exec(line)[1])

  it('name the same versions', () => {
    expect(headings(byLanguage['zh-CN'])).toEqual(headings(byLanguage.en))
  })

  it.each(versions)('tell the same of %s, line by line', (version) => {
    const [english, chinese] = Object.values(byLanguage).map((text) => sectionOf(text, version).match(/^(- |### )/gm))
    expect(chinese).toEqual(english)
  })

  it('come through whole where installed copies read them', () => {
    const notes = Object.fromEntries(
      Object.entries(byLanguage).map(([language, text]) => [language, notesOf(text, versions.at(-1))])
    )
    const notice = { version: '1.0.0', minimum: '1.0.0', released: '2026-12-01', notes }
    expect(releaseNotice.parse(notice).notes).toEqual(notes)
  })
})
