import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { type ReturnPage, returnPage, returnPageHeaders } from './returnPage'

it.each<[ReturnPage, string, string]>([
  ['done', 'Go back to Holdfast', 'You can close this tab.'],
  ['notCompleted', 'The sign-in was not completed', 'Go back to Holdfast, which says why'],
  ['linkReused', 'This sign-in was stopped', 'Its link was opened a second time'],
  ['notForThis', 'Nothing waits for this page', 'It belongs to no sign-in that is under way.'],
  ['notRead', 'Holdfast could not read this answer', 'Copy the whole address of this page.']
])('the last page of the browser says in its title and on it what happened: %s', (page, title, text) => {
  const html = returnPage('en', page)
  expect(html).toMatch(/^<!doctype html><html lang="en"><meta charset="utf-8">/)
  expect(html).toContain(`<title>${title}</title>`)
  expect(html).toContain(`<h1>${title}</h1><p>${text}`)
})

it('the last page of the browser has the mark of the app, and the only style that it may have', () => {
  const html = returnPage('en', 'done')
  const style = /<style>([^]*)<\/style>/.exec(html)?.[1] ?? ''
  expect(style).toContain('color-scheme: light dark')
  expect(html).toMatch(/<svg [^>]*aria-hidden="true">\s*<rect [^]*<\/svg>/)
  const hash = createHash('sha256').update(style).digest('base64')
  expect(returnPageHeaders('en')['content-security-policy']).toBe(
    `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`
  )
})

it('the last page of the browser is not kept, framed or taken for anything else, and gives nothing away', () => {
  expect(returnPageHeaders('zh-CN')).toEqual({
    'content-type': 'text/html; charset=utf-8',
    'content-language': 'zh-CN',
    'content-security-policy': expect.any(String) as string,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY'
  })
})
