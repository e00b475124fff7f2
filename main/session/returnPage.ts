import { createHash } from 'node:crypto'
import type { Language } from '../../contract/settings'

/** Shown by the browser, outside the window and its locales. */
const texts: Record<Language, { title: string; text: string }> = {
  en: { title: 'Go back to Holdfast', text: 'You can close this tab.' },
  'zh-CN': { title: '请回到 Holdfast', text: '你可以关闭这个标签页了。' }
}

const style = `
:root { color-scheme: light dark; background: light-dark(#fafaf8, #161918); color: light-dark(#161c1a, #e8ecea) }
body { display: grid; min-height: 90vh; margin: 0; place-content: center; text-align: center; font: 14px/20px Inter, system-ui, sans-serif }
h1 { margin: 24px 0 4px; font-size: 24px; line-height: 32px; letter-spacing: -0.018em }
p { margin: 0; color: light-dark(#48524e, #b4beba) }`

const mark = `<svg width="58" height="58" viewBox="24 24 464 464" aria-hidden="true">
<rect x="24" y="24" width="464" height="464" rx="108" fill="#0d5c52"/>
<path fill="#f4f8f5" d="M256 90c42 36 61 77 61 114 0 36-22 54-34 72-4 7-6 16-6 27v44c0 20 8 30 28 29l-4 20h-90l-4-20c20 1 28-9 28-29v-44c0-11-2-20-6-27-12-18-34-36-34-72 0-37 19-78 61-114z"/>
<path fill="none" stroke="#f4f8f5" stroke-width="42" stroke-linecap="round" d="M120 286c0 70 58 117 136 117s136-47 136-117"/></svg>`

/** Allows this page's own style and nothing else. */
export const returnPagePolicy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`

/** A static page: nothing of the request is in it, so that there is nothing to reflect. */
export function returnPage(language: Language): string {
  const { title, text } = texts[language]
  return `<!doctype html><html lang="${language}"><meta charset="utf-8"><title>${title}</title><style>${style}</style><main><div>${mark}</div><h1>${title}</h1><p>${text}</p></main></html>`
}
