import { expect, type Holdfast } from '../fixtures'

const preferences = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  webviewTag: false
}
const mustBeOff = [
  'nodeIntegrationInWorker',
  'navigateOnDragDrop',
  'spellcheck',
  'allowRunningInsecureContent',
  'experimentalFeatures',
  'enableBlinkFeatures',
  'disableBlinkFeatures'
]

/** Expects that there are `count` pages, each with the preferences that the security model asks for. */
export async function expectGuardedPages({ app }: Holdfast, count: number): Promise<void> {
  const pages = await app.evaluate(({ webContents }) =>
    webContents.getAllWebContents().map((contents) => {
      const read: unknown = Reflect.get(contents, 'getLastWebPreferences')
      if (typeof read !== 'function') throw new TypeError('Electron tells no preferences.')
      const found: unknown = Reflect.apply(read, contents, [])
      if (typeof found !== 'object' || found === null) throw new TypeError('Electron tells no preferences.')
      return { type: contents.getType(), preferences: found, persistent: contents.session.isPersistent() }
    })
  )
  expect(pages).toHaveLength(count)
  for (const { type, persistent, preferences: found } of pages) {
    expect({ type, persistent, found }).toMatchObject({ type: 'window', persistent: false, found: preferences })
    for (const name of mustBeOff) expect([name, Boolean(Reflect.get(found, name))]).toEqual([name, false])
  }
}
