import { readFileSync } from 'node:fs'
import type { Middleware } from 'koa'
import type { Outbox } from './outbox'
import { homePage, messagePage, outboxPage, sendPage, type Home } from './pages'

const stylesheet = readFileSync(new URL('page.css', import.meta.url), 'utf8')

/** The pages for people: what this is, and the codes it has sent. The last middleware, so it also answers what nothing else knows. */
export function home(facts: Home, outbox: Outbox): Middleware {
  return (ctx) => {
    switch (ctx.path) {
      case '/':
        sendPage(ctx, homePage(facts))
        break
      case '/outbox':
        if (ctx.accepts('html', 'json') === 'json') ctx.body = outbox.messages
        else sendPage(ctx, outboxPage(outbox.messages))
        break
      case '/page.css':
        ctx.type = 'css'
        ctx.body = stylesheet
        break
      default:
        sendPage(ctx, messagePage('There is nothing here', 'Check the address, or start at the first page: /'), 404)
    }
  }
}
