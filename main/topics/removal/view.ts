import type { EnrolledFactor } from '../../../contract/factors'
import type { RemovalState } from '../../../contract/removal'
import { maskTarget } from '../../tenant/mask'
import type { Removal, Subject } from './state'

/** Returns the view of a factor for the window, with its target masked. */
export function factorOf({ factorId, factorType, target }: Subject): EnrolledFactor {
  const masked = maskTarget(target)
  return { factorId, factorType, ...(masked !== undefined && { target: masked }) }
}

/** Returns the view of a removal for the window. */
export function viewOf(state: Removal): RemovalState {
  switch (state.phase) {
    case 'checking':
      return { phase: 'none' }
    case 'confirming':
      return { phase: 'confirming', by: state.by, ...(state.link !== undefined && { link: state.link }) }
    case 'removing':
      return { phase: 'removing' }
    case 'codeNeeded':
      return {
        phase: 'codeNeeded',
        loses: state.subject.target.kind === 'email' ? 'email' : 'phone',
        target: maskTarget(state.subject.target) ?? '',
        pending: state.asking !== undefined,
        sentAt: state.sentAt,
        resendAt: state.resendAt,
        ...(state.failure && { failure: state.failure })
      }
    case 'unknown':
      return { phase: 'unknown', pending: state.reading, ...(state.failure && { failure: state.failure }) }
    default:
      return state
  }
}
