import type { Action } from '../../../contract/overview'
import { useAlertsStore } from '../../stores/alerts'
import { useEnrolmentStore } from '../../stores/enrolment'
import { useOverviewStore } from '../../stores/overview'
import { usePageStore } from '../../stores/page'
import { usePasskeysStore } from '../../stores/passkeys'

/** Returns a function that begins a step. */
export function useTakeStep(readAgain: () => void): (action: Action) => Promise<void> {
  const alerts = useAlertsStore()
  const enrolment = useEnrolmentStore()
  const page = usePageStore()
  const overview = useOverviewStore()
  const passkeys = usePasskeysStore()

  return async (action) => {
    if (action.kind === 'answer') {
      alerts.half = 'alerts'
      page.open('activity')
    } else if (action.kind === 'readAgain') readAgain()
    else if (action.kind === 'tenantPage') await overview.openTenantPage()
    else if (action.kind === 'add' && action.method === 'PASSKEY') await passkeys.add()
    else if (action.kind === 'add' && action.method !== 'PASSKEY') await enrolment.start(action.method)
  }
}
