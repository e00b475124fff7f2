import type { Handlers } from '../bridge/serve'
import type { Removal } from '../removal/removal'

interface RemovalTopicParts {
  removal: Removal
  copy: (text: string) => Promise<void>
  /** Tells whether a browser was started. */
  openInBrowser: (link: string) => Promise<boolean>
}

export function removalHandlers({
  removal,
  copy,
  openInBrowser
}: RemovalTopicParts): Pick<Handlers, Extract<keyof Handlers, `removal:${string}`>> {
  return {
    'removal:read': () => removal.view(),
    'removal:preview': ({ factorId }) => removal.preview(factorId),
    'removal:start': ({ factorId, accountName }) => removal.start(factorId, accountName),
    'removal:copySignInLink': () => copy(removal.signInLink()),
    'removal:reopenBrowser': async () => {
      await openInBrowser(removal.signInLink())
    },
    'removal:sendCode': () => removal.sendCode(),
    'removal:confirmCode': ({ passcode }) => removal.confirmCode(passcode),
    'removal:recheck': () => removal.recheck(),
    'removal:leave': () => removal.leave()
  }
}
