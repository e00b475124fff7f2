import type { Middleware } from 'koa'

/** One request that the sandbox received. Its token is never stored. */
export interface LoggedRequest {
  method: string
  path: string
  /** The query of an API request, without its question mark. */
  query?: string
  /** Absent until an answer has left, and for good if none ever does. */
  status?: number
  authorization?: 'Bearer' | 'raw'
  /** The names of the app-id headers that were sent. */
  appIdHeaders: string[]
  lang?: string
}

/** Lists every request in the order of arrival, for tests that count calls. */
export class RequestLog extends Array<LoggedRequest> {
  clear(): void {
    this.length = 0
  }
}

export function logRequests(log: RequestLog): Middleware {
  return async (ctx, next) => {
    const authorization = ctx.get('authorization')
    const lang = ctx.get('x-authing-lang')
    const request: LoggedRequest = {
      method: ctx.method,
      path: ctx.path,
      ...(ctx.path.startsWith('/api/') && ctx.querystring !== '' && { query: ctx.querystring }),
      appIdHeaders: ['x-authing-app-id', 'x-genauth-app-id'].filter((name) => ctx.get(name) !== ''),
      ...(authorization !== '' && { authorization: /^bearer /i.test(authorization) ? 'Bearer' : 'raw' }),
      ...(lang !== '' && { lang })
    }
    log.push(request)
    ctx.res.once('finish', () => (request.status = ctx.res.statusCode))
    await next()
  }
}
