import { flushPromises } from '@vue/test-utils'
import { vi } from 'vitest'
import type { RemovalPreview } from '../../../contract/removal'
import { button, type installBridge, ok, removalPreview, show } from '../../bridge/bridge.testing'
import MethodsView from '../../shell/MethodsView.vue'

export const app = { factorId: 'b', factorType: 'OTP' }
export const email = { factorId: 'a', factorType: 'EMAIL', target: 'a•••o@fernhill.example' }

export async function settled(): Promise<void> {
  await flushPromises()
  await vi.dynamicImportSettled()
  await flushPromises()
}

/** Opens *Remove…* of the authenticator app or of another method. */
export async function askToRemove(
  bridge: ReturnType<typeof installBridge>,
  preview: Partial<RemovalPreview> = {},
  name = 'Authenticator app'
) {
  bridge.removal.preview.mockResolvedValue(ok({ ...removalPreview, factor: app, left: [email], ...preview }))
  const view = show(MethodsView)
  await settled()
  await button(view, `More for ${name}`).trigger('click')
  await button(view, 'Remove…').trigger('click')
  await settled()
  return view
}
