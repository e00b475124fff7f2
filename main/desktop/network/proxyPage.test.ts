import { expect, it } from 'vitest'
import { proxyPage, proxyPagePolicy } from './proxyPage'

it.each(['en', 'zh-CN'] as const)('the page for the password of a proxy names it as text in %s', (language) => {
  const page = proxyPage(language, { proxy: '<img src=x>"&:1', refused: false })
  expect(page).toContain('&lt;img src=x&gt;&quot;&amp;:1')
  expect(page).not.toContain('<img')
})

it('the page says that a password was refused only if it was', () => {
  const challenge = { proxy: 'proxy.example:3128' }
  expect(proxyPage('en', { ...challenge, refused: false })).not.toContain('role="alert"')
  expect(proxyPage('en', { ...challenge, refused: true })).toContain('did not accept')
})

it('the page may run its own script and reach nothing but its own origin', () => {
  const rules = new Map(proxyPagePolicy.split('; ').map((rule) => [rule.split(' ')[0], rule]))
  expect(rules.get('default-src')).toBe("default-src 'none'")
  expect(rules.get('connect-src')).toBe("connect-src 'self'")
  expect(rules.get('form-action')).toBe("form-action 'none'")
  expect(proxyPagePolicy).not.toMatch(/unsafe|\*|https?:/)
})
