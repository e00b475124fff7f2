import { createHash } from 'node:crypto'
import type { Language } from '../../../contract/settings'
import { systemText } from '../../ground/words'
import type { ProxyChallenge } from '../../tenant/challenge'

export const longestUsername = 256
export const longestPassword = 1_024

const style = `
:root { color-scheme: light dark; background: light-dark(#fafaf8, #161918); color: light-dark(#161c1a, #e8ecea) }
body { margin: 0; padding: 24px; font: 14px/20px Inter, system-ui, sans-serif }
h1 { margin: 0 0 8px; font-size: 16px; line-height: 24px; overflow-wrap: anywhere }
p { margin: 0 0 16px; color: light-dark(#48524e, #b4beba) }
[role='alert'] { color: light-dark(#a52222, #ff9d94) }
label { display: block; margin-bottom: 12px; font-weight: 500 }
input { display: block; box-sizing: border-box; width: 100%; margin-top: 4px; padding: 7px 10px; border: 1px solid light-dark(#838d88, #74807b); border-radius: 6px; background: light-dark(#ffffff, #2a302e); color: inherit; font: inherit }
div { display: flex; gap: 8px; justify-content: flex-end; margin-top: 20px }
button { min-width: 88px; padding: 7px 14px; border: 1px solid light-dark(#cfd5d1, #3b4341); border-radius: 6px; background: light-dark(#ffffff, #2a302e); color: inherit; font: inherit; font-weight: 500 }
button[type='submit'] { border-color: transparent; background: light-dark(#0d5c52, #1d7a6b); color: #ffffff }
:focus-visible { outline: 2px solid light-dark(#0d5c52, #79d3be); outline-offset: 2px }`

/** The form is sent by a request, because no page of Holdfast may navigate. */
const script = `
const form = document.querySelector('form')
form.addEventListener('submit', (event) => {
  event.preventDefault()
  void fetch(location.href, { method: 'POST', body: JSON.stringify(Object.fromEntries(new FormData(form))) })
})
document.querySelector('[type=button]').addEventListener('click', () => close())
addEventListener('keydown', ({ key }) => { if (key === 'Escape') close() })`

const hashOf = (source: string): string => `'sha256-${createHash('sha256').update(source).digest('base64')}'`

/** Allows the script and the style of this page, and requests to its own origin. */
export const proxyPagePolicy = [
  "default-src 'none'",
  `script-src ${hashOf(script)}`,
  `style-src ${hashOf(style)}`,
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types'
].join('; ')

/** Returns the page that asks for the name and the password of a proxy. */
export function proxyPage(language: Language, { proxy, refused }: ProxyChallenge): string {
  const alert = refused ? `<p role="alert">${systemText(language, 'proxy.refused')}</p>` : ''
  return `<!doctype html><html lang="${language}"><meta charset="utf-8"><title>${systemText(language, 'proxy.window')}</title><style>${style}</style>
<h1>${escaped(systemText(language, 'proxy.title', { proxy }))}</h1><p>${systemText(language, 'proxy.text')}</p><form>${alert}
<label>${systemText(language, 'proxy.username')}<input name="username" required maxlength="${longestUsername}" autocomplete="off" autofocus></label>
<label>${systemText(language, 'proxy.password')}<input name="password" type="password" maxlength="${longestPassword}" autocomplete="off"></label>
<div><button type="button">${systemText(language, 'proxy.cancel')}</button><button type="submit">${systemText(language, 'proxy.confirm')}</button></div></form>
<script>${script}</script></html>`
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character] ?? '')
