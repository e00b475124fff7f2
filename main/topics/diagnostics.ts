import type { Failure } from '../../contract/result'
import type { Handlers } from '../bridge/serve'

export function diagnosticsHandlers(
  copy: (text: string) => Promise<void>,
  version: string
): Pick<Handlers, 'diagnostics:copyFailure'> {
  return { 'diagnostics:copyFailure': (failure) => copy(describe(failure, version)) }
}

/** For a help desk: no language of its own, no personal data, nothing the server said in words. */
function describe({ code, requestId, status, at }: Failure, version: string): string {
  return [
    `Holdfast ${version}`,
    `code: ${code}`,
    `request id: ${requestId ?? '-'}`,
    `status: ${status ?? '-'}`,
    `time: ${new Date(at).toISOString()}`
  ].join('\n')
}
