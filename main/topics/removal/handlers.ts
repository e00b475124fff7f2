import type { Topic } from '../../bridge/topic'
import type { Removal } from './removal'
import type { Session } from '../../identity/sessionInterface'

interface RemovalTopicParts {
  removal: Removal
  copy: (text: string) => Promise<void>
  session: Pick<Session, 'reopenProof'>
}

export function removalTopic({ removal, copy, session }: RemovalTopicParts): Topic<'removal'> {
  return {
    handlers: {
      'removal:read': () => removal.view(),
      'removal:preview': ({ factorId }) => removal.preview(factorId),
      'removal:start': ({ factorId, accountName }) => removal.start(factorId, accountName),
      'removal:copySignInLink': () => copy(removal.signInLink()),
      'removal:reopenBrowser': () => session.reopenProof(),
      'removal:sendCode': () => removal.sendCode(),
      'removal:confirmCode': ({ passcode }) => removal.confirmCode(passcode),
      'removal:recheck': () => removal.recheck(),
      'removal:leave': () => removal.leave()
    },
    reset: () => removal.reset()
  }
}
