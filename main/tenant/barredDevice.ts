import { z } from 'zod'
import type { ErrorCode } from '../../contract/result'
import { AppError } from '../ground/errors'
import { textOf } from '../ground/text'
import type { Client } from './client'
import { toldMoment } from './told'

type BarCode = Extract<ErrorCode, 'deviceDeactivated' | 'deviceSuspended'>

/** The business codes by which a tenant says that an administrator has barred this device. They mean it everywhere. */
const bars: Partial<Record<number, BarCode>> = { 1577: 'deviceDeactivated', 1578: 'deviceSuspended' }

/** Returns our code for a business code that says that this device is barred, or `undefined` for any other. */
export const barOf = (apiCode: number | undefined): BarCode | undefined =>
  apiCode === undefined ? undefined : bars[apiCode]

/** Returns our code if a text names one of these business codes, as an error of OAuth may. */
export const barIn = (text: string): BarCode | undefined => barOf(Number(/\b157[78]\b/.exec(text)?.[0] ?? NaN))

export const isBar = (code: ErrorCode): code is BarCode => code === 'deviceDeactivated' || code === 'deviceSuspended'

const suspension = z.object({ suspendEndTime: toldMoment.pipe(z.int().min(1)) })

/** Returns the end of a suspension, in ms since the epoch, or `undefined` if the tenant does not tell it. */
export const suspendedUntil = (data: unknown): number | undefined => suspension.safeParse(data).data?.suspendEndTime

const code = z
  .union([
    z.int(),
    z
      .string()
      .regex(/^\d{1,9}$/)
      .transform(Number)
  ])
  .optional()
  .catch(undefined)
const answer = z.object({
  apiCode: code,
  code,
  statusCode: code,
  message: textOf(300).optional().catch(undefined),
  requestId: textOf(100).optional().catch(undefined),
  data: z.unknown().optional()
})

/** Returns the failure if the body of a refused request to the token endpoint says that this device is barred. */
export function barredBy(body: unknown): AppError | undefined {
  const read = answer.safeParse(body).data
  const bar = barOf(read?.apiCode) ?? barOf(read?.code) ?? barOf(read?.statusCode)
  if (!read || !bar) return undefined
  return new AppError(bar, { detail: read.message, requestId: read.requestId, until: suspendedUntil(read.data) })
}

/** Returns the same client, which also says when the tenant bars this device. Each failure reaches its caller too. */
export function noticingBars(client: Client, onBarred: (error: AppError) => void): Client {
  async function noticed<T>(work: Promise<T>): Promise<T> {
    try {
      return await work
    } catch (error) {
      if (error instanceof AppError && isBar(error.code)) onBarred(error)
      throw error
    }
  }
  return {
    ...client,
    call: (operation, ...rest) => noticed(client.call(operation, ...rest)),
    ask: (operation) => noticed(client.ask(operation)),
    send: (command, body, ...rest) => noticed(client.send(command, body, ...rest))
  }
}
