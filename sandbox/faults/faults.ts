import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Context, Middleware } from 'koa'
import { z } from 'zod'

/** Lists the faults that a route can have, with their parameters. Times are in ms. */
interface Parameters {
  delay: { ms: number }
  /** The sandbox handles the request once `until` is settled. */
  held: { until: Promise<unknown> }
  /** The sandbox sends no answer, and the connection stays open. */
  hang: unknown
  /** The sandbox resets the connection before it handles the request. */
  reset: unknown
  status: { status: number; body?: string; contentType?: string; headers?: Record<string, string> }
  /** The answer is HTTP 429. `retryAfter` holds seconds or an HTTP date. */
  rateLimited: { retryAfter: string }
  businessError: { statusCode: number; apiCode?: number; message: string }
  /** The answer is that of a captive portal: HTML in place of JSON, with status 200. */
  notJson: unknown
  json: { body: unknown }
  truncatedJson: unknown
  hugeJson: { bytes: number }
  /** The first half of the body is sent at once, the other after `ms`. */
  slowBody: { ms: number }
  /** The answer has HTTP status 201 in place of 200, as some frameworks answer a POST. */
  created: unknown
  wrongType: unknown
  objectForArray: unknown
  nullData: unknown
  data: { value: unknown }
  /** Every list item also carries secrets that only the person's authenticator should know. */
  secretFields: unknown
  expireIn: unknown
  /** `change` may alter the JSON answer in any other way. */
  rewrite: { change: (answer: Record<string, unknown>) => unknown }
  skewedDate: { ms: number }
  /** The handler runs and its changes stay, then the connection ends without an answer. */
  lostAnswer: unknown
}

type Kind = keyof Parameters
type FaultOf<K extends Kind> = { [P in K]: { kind: P; times?: number } & Parameters[P] }[K]
/** The fault hits `times` requests and then clears itself. Without `times` it hits every request until `clear`. */
export type Fault = FaultOf<Kind>

const json = z.record(z.string(), z.unknown())

/** Lets the handler answer, then changes its answer. */
function rewrite(change: (answer: Record<string, unknown>) => unknown): Middleware {
  return async (ctx, next) => {
    await next()
    ctx.body = await change(json.parse(ctx.body))
  }
}

function data(change: (data: unknown) => unknown): Middleware {
  return rewrite((answer) => ({ ...answer, data: change(answer['data']) }))
}

/** Answers in place of the handler. */
function answer(status: number, contentType: string, body: unknown): Middleware {
  return (ctx) => {
    ctx.status = status
    ctx.type = contentType
    ctx.body = body
  }
}

/** Lets the handler answer, then sends its JSON text in another way. */
function resend(send: (text: string) => string | Readable): Middleware {
  return async (ctx, next) => {
    await next()
    ctx.body = send(JSON.stringify(ctx.body))
    ctx.type = 'application/json'
  }
}

function silence(ctx: Context): void {
  ctx.respond = false
}

async function* inHalves(text: string, ms: number): AsyncGenerator<string> {
  const middle = Math.floor(text.length / 2)
  yield text.slice(0, middle)
  await sleep(ms, undefined, { ref: false })
  yield text.slice(middle)
}

const page = (title: string) => `<!doctype html><title>${title}</title><h1>${title}</h1>`

const kinds: { [K in Kind]: (fault: FaultOf<K>) => Middleware } = {
  delay:
    ({ ms }) =>
    async (_ctx, next) => {
      await sleep(ms, undefined, { ref: false })
      await next()
    },
  held:
    ({ until }) =>
    async (_ctx, next) => {
      await until
      await next()
    },
  hang: () => silence,
  reset: () => (ctx) => {
    silence(ctx)
    ctx.req.socket.resetAndDestroy()
  },
  status: ({ status, body, contentType, headers = {} }) => {
    const said = answer(status, contentType ?? 'text/html', body ?? page(`${status} from the gateway`))
    return async (ctx, next) => {
      ctx.set(headers)
      await said(ctx, next)
    }
  },
  rateLimited: ({ retryAfter }) => {
    const tooMany = { statusCode: 429, message: 'Too many requests', requestId: randomUUID() }
    return async (ctx, next) => {
      ctx.set('Retry-After', retryAfter)
      await answer(429, 'application/json', tooMany)(ctx, next)
    }
  },
  businessError: ({ statusCode, apiCode, message }) =>
    answer(200, 'application/json', { statusCode, apiCode, message, requestId: randomUUID() }),
  notJson: () => answer(200, 'text/html', page('Sign in to the guest network')),
  json: ({ body }) => answer(200, 'application/json', JSON.stringify(body)),
  truncatedJson: () => resend((text) => text.slice(0, Math.floor(text.length / 2))),
  hugeJson: ({ bytes }) => rewrite((body) => ({ ...body, padding: 'x'.repeat(bytes) })),
  slowBody: ({ ms }) => resend((text) => Readable.from(inHalves(text, ms))),
  created: () => async (ctx, next) => {
    await next()
    if (ctx.status === 200) ctx.status = 201
  },
  wrongType: () => data(() => 'unexpected'),
  objectForArray: () => data((items) => z.array(z.unknown()).parse(items)[0]),
  nullData: () => data(() => null),
  data: ({ value }) => data(() => value),
  secretFields: () =>
    data((items) =>
      z
        .array(json)
        .parse(items)
        .map((item) => ({ ...item, secret: 'JBSWY3DPEHPK3PXP', recoveryCode: 'e7ad-aaa4-da75' }))
    ),
  expireIn: () => rewrite(({ expires_in, ...tokens }) => ({ ...tokens, expire_in: expires_in })),
  rewrite: ({ change }) => rewrite(change),
  skewedDate:
    ({ ms }) =>
    async (ctx, next) => {
      ctx.set('Date', new Date(Date.now() + ms).toUTCString())
      await next()
    },
  lostAnswer: () => async (ctx, next) => {
    await next()
    silence(ctx)
    ctx.req.socket.destroy()
  }
}

function middlewareOf<K extends Kind>(fault: FaultOf<K>): Middleware {
  return kinds[fault.kind](fault)
}

/** Holds the faults in force, one per route. A route is a path such as `/oidc/token`. */
export class Faults {
  readonly #active = new Map<string, { run: Middleware; left: number }>()

  set(route: string, fault: Fault): void {
    this.#active.set(route, { run: middlewareOf(fault), left: fault.times ?? Infinity })
  }

  /** Clears the fault of a route or, without one, all faults. */
  clear(route?: string): void {
    if (route === undefined) this.#active.clear()
    else this.#active.delete(route)
  }

  readonly middleware: Middleware = async (ctx, next) => {
    const fault = this.#active.get(ctx.path)
    if (fault === undefined) {
      await next()
      return
    }
    if (--fault.left === 0) this.#active.delete(ctx.path)
    await fault.run(ctx, next)
  }
}
