import type { Action } from '../../../contract/overview'
import { useEnrolmentStore } from '../../stores/enrolment'
import { useOverviewStore } from '../../stores/overview'
import { usePasskeysStore } from '../../stores/passkeys'

/** Returns a function that begins a step. */
export function useTakeStep(readAgain: () => void): (action: Action) => Promise<void> {
  const enrolment = useEnrolmentStore()
  const overview = useOverviewStore()
  const passkeys = usePasskeysStore()

  return async (action) => {
    if (action.kind === 'readAgain') readAgain()
    else if (action.kind === 'tenantPage') await overview.openTenantPage()
    else if (action.kind === 'add' && action.method === 'PASSKEY') await passkeys.add()
    else if (action.kind === 'add' && action.method !== 'PASSKEY') await enrolment.start(action.method)
  }
}
