import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { blankOrigin, bundleOrigin, contentSecurityPolicy, scheme, serveBundle } from './protocol'

let folder: string
let serve: Awaited<ReturnType<typeof serveBundle>>
const get = (url: string, method = 'GET'): Promise<Response> => serve({ method, url })

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-'))
  await mkdir(join(folder, 'bundle/assets'), { recursive: true })
  await writeFile(join(folder, 'secret.js'), 'canary')
  await writeFile(join(folder, 'bundle/index.html'), '<!doctype html>')
  await writeFile(join(folder, 'bundle/assets/a.js'), 'export {}')
  await writeFile(join(folder, 'bundle/notes.txt'), 'canary')
  serve = await serveBundle(join(folder, 'bundle'))
})
afterAll(() => rm(folder, { recursive: true }))

describe('app://', () => {
  it('serves the files of the bundle by type', async () => {
    const page = await get('app://bundle/index.html')
    expect(page.status).toBe(200)
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(await (await get('app://bundle/assets/a.js')).text()).toBe('export {}')
  })

  it.each([
    ['script.js', 'text/javascript; charset=utf-8'],
    ['b.css', 'text/css; charset=utf-8'],
    ['c.svg', 'image/svg+xml'],
    ['d.woff2', 'font/woff2']
  ])('serves %s as %s', async (name, type) => {
    await writeFile(join(folder, 'bundle/assets', name), '')
    const served = await (
      await serveBundle(join(folder, 'bundle'))
    )({
      method: 'GET',
      url: `app://bundle/assets/${name}`
    })
    expect(served.headers.get('content-type')).toBe(type)
  })

  it('says that what it does not know is plain text', async () => {
    expect((await get('app://bundle/none')).headers.get('content-type')).toBe('text/plain')
  })

  it('puts the policy on every answer', async () => {
    for (const url of ['app://bundle/index.html', 'app://bundle/assets/a.js', 'app://bundle/none']) {
      const { headers } = await get(url)
      expect(headers.get('content-security-policy')).toBe(contentSecurityPolicy)
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('referrer-policy')).toBe('no-referrer')
      expect(headers.get('cache-control')).toBe('no-store')
    }
    expect(contentSecurityPolicy).not.toMatch(/unsafe|\*|https?:/)
  })

  it('allows the page its own scripts, styles, pictures and fonts, and nothing else', () => {
    const allowed = contentSecurityPolicy.split('; ').map((directive) => directive.split(/ (.*)/).slice(0, 2))
    expect(Object.fromEntries(allowed)).toEqual({
      'default-src': "'none'",
      'script-src': "'self'",
      'style-src': "'self'",
      'img-src': "'self' data:",
      'font-src': "'self'",
      'connect-src': "'none'",
      'base-uri': "'none'",
      'form-action': "'none'",
      'frame-src': "'none'",
      'frame-ancestors': "'none'",
      'object-src': "'none'",
      'require-trusted-types-for': "'script'",
      'trusted-types': 'vue'
    })
  })

  it.each([
    'app://bundle/../secret.js',
    'app://bundle/%2e%2e/secret.js',
    'app://bundle/..%2fsecret.js',
    'app://bundle/..\\secret.js',
    'app://bundle/assets/../../secret.js',
    'app://bundle/index.html%00.js',
    'app://bundle/index.html?x',
    'app://other/index.html',
    'app://bundle/notes.txt',
    'app://bundle/',
    'file:///etc/passwd'
  ])('knows no %s', async (url) => {
    expect((await get(url)).status).toBe(404)
  })

  it('knows no folder, even if it is named like a script', async () => {
    await mkdir(join(folder, 'bundle/folder.js'))
    const answer = await serveBundle(join(folder, 'bundle'))
    expect((await answer({ method: 'GET', url: 'app://bundle/folder.js' })).status).toBe(404)
  })

  it('has a page and an empty page, which are of one scheme and not of one origin', () => {
    for (const origin of [bundleOrigin, blankOrigin]) expect(new URL(origin).protocol).toBe(`${scheme}:`)
    expect(new URL(bundleOrigin).host).not.toBe(new URL(blankOrigin).host)
  })

  it('answers GET only', async () => {
    expect((await get('app://bundle/index.html', 'POST')).status).toBe(404)
  })

  it('gives nothing from outside the bundle for any address', async () => {
    const part = fc.constantFrom(
      '..',
      '.',
      '%2e%2e',
      'assets',
      'secret.js',
      '/',
      '\\',
      '%5c',
      '%2f',
      'a.js',
      '\0',
      '//'
    )
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 8 }), async (parts) => {
        expect(await (await get(`app://bundle/${parts.join('/')}`)).text()).not.toContain('canary')
      })
    )
  })
})
