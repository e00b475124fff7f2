import type { Handlers } from '../bridge/serve'
import type { Removal } from '../removal/removal'
import type { Session } from '../session/sessionInterface'

interface RemovalTopicParts {
  removal: Removal
  copy: (text: string) => Promise<void>
  session: Pick<Session, 'reopenProof'>
}

export function removalHandlers({
  removal,
  copy,
  session
}: RemovalTopicParts): Pick<Handlers, Extract<keyof Handlers, `removal:${string}`>> {
  return {
    'removal:read': () => removal.view(),
    'removal:preview': ({ factorId }) => removal.preview(factorId),
    'removal:start': ({ factorId, accountName }) => removal.start(factorId, accountName),
    'removal:copySignInLink': () => copy(removal.signInLink()),
    'removal:reopenBrowser': () => session.reopenProof(),
    'removal:sendCode': () => removal.sendCode(),
    'removal:confirmCode': ({ passcode }) => removal.confirmCode(passcode),
    'removal:recheck': () => removal.recheck(),
    'removal:leave': () => removal.leave()
  }
}
