import { createHash } from 'node:crypto'
import type { Language } from '../../../contract/settings'
import { systemText } from '../../ground/words'

/** The pages that the browser may show at the end, named by their message. */
export type ReturnPage = 'done' | 'notCompleted' | 'linkReused' | 'notForThis' | 'notRead'

const style = `
:root { color-scheme: light dark; background: light-dark(#fafaf8, #161918); color: light-dark(#161c1a, #e8ecea) }
body { display: grid; min-height: 90vh; margin: 0 24px; place-content: center; text-align: center; font: 14px/20px Inter, system-ui, sans-serif }
h1 { margin: 24px 0 4px; font-size: 24px; line-height: 32px; letter-spacing: -0.018em }
p { max-width: 44ch; margin: 0 auto; color: light-dark(#48524e, #b4beba) }`

const mark = `<svg width="58" height="58" viewBox="24 24 464 464" aria-hidden="true">
<rect x="24" y="24" width="464" height="464" rx="108" fill="#0d5c52"/>
<path fill="#f4f8f5" d="M256 90c42 36 61 77 61 114 0 36-22 54-34 72-4 7-6 16-6 27v44c0 20 8 30 28 29l-4 20h-90l-4-20c20 1 28-9 28-29v-44c0-11-2-20-6-27-12-18-34-36-34-72 0-37 19-78 61-114z"/>
<path fill="none" stroke="#f4f8f5" stroke-width="42" stroke-linecap="round" d="M120 286c0 70 58 117 136 117s136-47 136-117"/></svg>`

/** Allows the style of these pages and nothing else. */
const returnPagePolicy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`

/** Returns a static page. It holds nothing of the request, so that nothing can be reflected. */
export function returnPage(language: Language, page: ReturnPage): string {
  const title = systemText(language, `returnPage.${page}.title`)
  const text = systemText(language, `returnPage.${page}.text`)
  return `<!doctype html><html lang="${language}"><meta charset="utf-8"><title>${title}</title><style>${style}</style><main><div>${mark}</div><h1>${title}</h1><p>${text}</p></main></html>`
}

/** Returns the headers of such a page. */
export const returnPageHeaders = (language: Language): Record<string, string> => ({
  'content-type': 'text/html; charset=utf-8',
  'content-language': language,
  'content-security-policy': returnPagePolicy,
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY'
})
