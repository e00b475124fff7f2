import type { Language } from '../../../contract/settings'
import { type DialogText, systemDialog } from '../../ground/dialogText'
import type { Tenant } from '../../ground/tenant'

/** Returns the dialog that is shown before an address from the page is trusted with a sign-in. */
export const tenantDialog = (language: Language, { host }: Tenant): DialogText =>
  systemDialog(language, 'connecting', { host: new URL(host).host })
