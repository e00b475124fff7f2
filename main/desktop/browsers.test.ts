import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { temporaryFolder } from '../ground/temporaryFolder.testing'
import { installedBrowsers, openWith } from './browsers'

let folder: string
beforeEach(async () => (folder = await temporaryFolder()))

const web = 'MimeType=text/html;x-scheme-handler/https;'

async function entry(place: string, id: string, lines: string[]): Promise<void> {
  await mkdir(join(folder, place, 'applications'), { recursive: true })
  await writeFile(join(folder, place, 'applications', id), ['[Desktop Entry]', 'Type=Application', ...lines].join('\n'))
}

const find = () =>
  installedBrowsers('linux', {
    XDG_DATA_HOME: join(folder, 'own'),
    XDG_DATA_DIRS: `${join(folder, 'shared')}:${join(folder, 'absent')}`
  })

describe('the browsers of a Linux desktop', () => {
  it('are the applications that are offered for web addresses, by name', async () => {
    await entry('shared', 'firefox.desktop', ['Name=Firefox', 'Name[de]=Feuerfuchs', 'Exec=firefox %u', web])
    await entry('shared', 'chromium.desktop', ['Name=Chromium', 'Exec=/usr/bin/chromium %U', web])
    await entry('shared', 'editor.desktop', ['Name=Editor', 'Exec=editor %F', 'MimeType=text/html;'])
    await entry('shared', 'secret.desktop', ['Name=Hidden', 'Exec=hidden %u', 'NoDisplay=true', web])
    await entry('shared', 'link.desktop', ['Type=Link', 'Name=Link', 'Exec=link', web])
    await entry('shared', 'broken.desktop', ['Name=No program', web])
    const browsers = await find()
    expect(browsers.map(({ id, name }) => [id, name])).toEqual([
      ['chromium.desktop', 'Chromium'],
      ['firefox.desktop', 'Firefox']
    ])
    expect(browsers.at(-1)?.command('https://a/')).toEqual(['firefox', 'https://a/'])
  })

  it('count once, as the person’s own folder has them, and not at all if it hides them', async () => {
    await entry('own', 'firefox.desktop', ['Name=Work Firefox', 'Exec=firefox -P work %u', web])
    await entry('shared', 'firefox.desktop', ['Name=Firefox', 'Exec=firefox %u', web])
    await entry('own', 'chromium.desktop', ['Name=Chromium', 'Exec=chromium %u', 'Hidden=true', web])
    await entry('shared', 'chromium.desktop', ['Name=Chromium', 'Exec=chromium %u', web])
    expect((await find()).map(({ name }) => name)).toEqual(['Work Firefox'])
  })

  it('get the address as one word, whatever it contains', async () => {
    await entry('shared', 'quoted.desktop', ['Name=Quoted', 'Exec="/opt/a b/run" --icon %i "x\\\\y" 100%% %u', web])
    const [browser] = await find()
    expect(browser?.command('https://a/?q="$(id)" %u;')).toEqual([
      '/opt/a b/run',
      '--icon',
      'x\\y',
      '100%',
      'https://a/?q="$(id)" %u;'
    ])
  })

  it('cannot say more by their name than a name', async () => {
    await entry('shared', 'evil.desktop', [`Name=\u202eevil${'x'.repeat(300)}`, 'Exec=evil %u', web])
    const [browser] = await find()
    expect(browser?.name).toMatch(/^evilx+…$/)
    expect(browser?.name).toHaveLength(100)
  })
})

describe('opening a page in one of them', () => {
  it('starts the program with the address', async () => {
    const program = join(folder, 'program')
    const heard = join(folder, 'heard')
    await writeFile(program, `#!/bin/sh\nprintf '%s' "$1" > '${heard}'\n`)
    await chmod(program, 0o755)
    const browser = { id: 'a', name: 'A', command: (address: string) => [program, address] }
    expect(await openWith(browser, 'https://a/?b=c&d')).toBe(true)
    await vi.waitFor(async () => expect(await readFile(heard, 'utf8')).toBe('https://a/?b=c&d'))
  })

  it('fails if there is no such program any more', async () => {
    const browser = { id: 'a', name: 'A', command: (address: string) => [join(folder, 'gone'), address] }
    expect(await openWith(browser, 'https://a/')).toBe(false)
  })
})

it('the browsers of Windows are looked for at the usual places', async () => {
  await mkdir(join(folder, 'Mozilla Firefox'))
  await writeFile(join(folder, 'Mozilla Firefox/firefox.exe'), '')
  const browsers = await installedBrowsers('win32', { ProgramFiles: folder })
  expect(browsers.map(({ name }) => name)).toEqual(['Mozilla Firefox'])
  expect(browsers[0]?.command('https://a/')).toEqual([join(folder, 'Mozilla Firefox/firefox.exe'), 'https://a/'])
})
