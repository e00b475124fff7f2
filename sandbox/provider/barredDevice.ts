import { randomUUID } from 'node:crypto'
import type { Middleware } from 'koa'
import { answerTo } from '../protocol/envelope'
import type { SandboxSettings } from '../settings/options'

const tomorrowMs = 24 * 3_600_000

/** Gives the app no tokens while an administrator has suspended or deactivated the device that it runs on. */
export function barredDevice(settings: SandboxSettings): Middleware {
  return async (ctx, next) => {
    const { appDevice } = settings
    if (ctx.path !== '/oidc/token' || appDevice === 'activated') {
      await next()
      return
    }
    const isSuspended = appDevice === 'suspended'
    ctx.status = 403
    ctx.body = {
      ...answerTo(isSuspended ? 'deviceSuspended' : 'deviceDeactivated', 'en-US'),
      requestId: randomUUID(),
      ...(isSuspended && { data: { suspendEndTime: new Date(Date.now() + tomorrowMs).toISOString() } })
    }
  }
}
