import type { Failure } from '../../../contract/result'
import type { Language } from '../../../contract/settings'
import type { Tenant } from '../../ground/tenant'
import { systemText } from '../../ground/words'

interface Facts {
  failure: Failure
  tenant: Tenant
  /** The tenant's id of the account; `undefined` if nobody has signed in. */
  sub: string | undefined
  /** The id of this computer; `undefined` if it has none. */
  id: string | undefined
}

/** Returns a message for the administrator who can lift a bar. It names what they need to find the device, and no more. */
export function barredMessage(language: Language, { failure, tenant, sub, id }: Facts): string {
  const { code, at, requestId } = failure
  const isSuspended = code === 'deviceSuspended'
  const fact = (name: 'account' | 'answer' | 'device' | 'host' | 'request', value: string | undefined): string[] =>
    value === undefined ? [] : [systemText(language, `barred.${name}`, { value })]
  return [
    systemText(language, isSuspended ? 'barred.suspended' : 'barred.deactivated'),
    '',
    ...fact('device', id),
    ...fact('account', sub),
    ...fact('host', new URL(tenant.host).host),
    ...fact('answer', `${isSuspended ? 1578 : 1577}, ${new Date(at).toISOString()}`),
    ...fact('request', requestId)
  ].join('\n')
}
