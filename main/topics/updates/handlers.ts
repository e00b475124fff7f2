import type { Topic } from '../../bridge/topic'
import type { Updates } from './updates'

/** @param updates resolves to the updates, which are loaded once the window has been shown */
export function updatesTopic(updates: () => Promise<Updates>, copy: (text: string) => Promise<void>): Topic<'updates'> {
  return {
    handlers: {
      'updates:read': async () => (await updates()).read(),
      'updates:look': async () => (await updates()).look(),
      'updates:install': async () => (await updates()).install(),
      'updates:restart': async () => (await updates()).restart(),
      'updates:copyCommand': async () => copy((await updates()).command()),
      'updates:dismiss': async (notice) => (await updates()).dismiss(notice)
    }
  }
}
