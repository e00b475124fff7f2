import { readFileSync } from 'node:fs'
import type { Middleware } from 'koa'
import type { Outbox } from '../people/outbox'
import { totpCode } from '../api/factors/totp'
import type { Person } from '../people/people'
import { homePage, messagePage, outboxPage, sendPage, type Home } from './pages'

const stylesheet = readFileSync(new URL('page.css', import.meta.url), 'utf8')

/**
 * Returns the pages for people: an introduction, and the codes that were sent. It is the last middleware, so it also
 * answers every unknown path.
 */
export function home(facts: Home, outbox: Outbox): Middleware {
  return (ctx) => {
    switch (ctx.path) {
      case '/':
        sendPage(ctx, homePage(facts))
        break
      case '/outbox':
        if (ctx.accepts('html', 'json') === 'json') ctx.body = outbox.messages
        else sendPage(ctx, outboxPage(outbox.messages, facts.people.flatMap(appCodes)))
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

/** Returns what the authenticator apps of a person show now. */
const appCodes = ({ name, locale, otpKeys }: Person) =>
  Object.values(otpKeys).map((key) => ({ name, locale, code: totpCode(key) }))
