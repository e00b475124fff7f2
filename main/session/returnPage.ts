import { createHash } from 'node:crypto'
import type { Language } from '../../contract/settings'

/** Each page that the browser may show at the end of its way, by what it says. */
export type ReturnPage = 'done' | 'notCompleted' | 'linkReused' | 'notForThis' | 'notRead'

/** Shown by the browser, outside the window and its locales. */
const texts: Record<Language, Record<ReturnPage, { title: string; text: string }>> = {
  en: {
    done: { title: 'Go back to Holdfast', text: 'You can close this tab.' },
    notCompleted: {
      title: 'The sign-in was not completed',
      text: 'Go back to Holdfast, which says why and what to do next. You can close this tab.'
    },
    linkReused: {
      title: 'This sign-in was stopped',
      text: 'Its link was opened a second time, and somebody else may have read it. Go back to Holdfast and sign in again.'
    },
    notForThis: {
      title: 'Nothing waits for this page',
      text: 'It belongs to no sign-in that is under way. Go back to Holdfast and use the link that it shows now.'
    },
    notRead: {
      title: 'Holdfast could not read this answer',
      text: 'Copy the whole address of this page. In Holdfast, open “The browser could not come back?” and paste it there.'
    }
  },
  'zh-CN': {
    done: { title: '请回到 Holdfast', text: '你可以关闭这个标签页了。' },
    notCompleted: {
      title: '登录没有完成',
      text: '请回到 Holdfast，查看原因和接下来怎么做。你可以关闭这个标签页了。'
    },
    linkReused: {
      title: '这次登录已停止',
      text: '登录链接被再次打开，可能有别人读到了它。请回到 Holdfast，再登录一次。'
    },
    notForThis: {
      title: '没有登录在等待这个页面',
      text: '它不属于正在进行的登录。请回到 Holdfast，使用现在显示的链接。'
    },
    notRead: {
      title: 'Holdfast 没能读取这个回应',
      text: '请复制这个页面的完整地址，在 Holdfast 里打开「浏览器没能返回？」，粘贴进去。'
    }
  }
}

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

/** Returns a static page: nothing of the request is in it, so that there is nothing to reflect. */
export function returnPage(language: Language, page: ReturnPage): string {
  const { title, text } = texts[language][page]
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
