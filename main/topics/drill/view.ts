import type { DrillItem, DrillStanding, DrillState } from '../../../contract/drill'
import { maskTarget } from '../../tenant/mask'
import type { Drill, Item, Subject } from './state'

/** Returns the view of a subject for the window, with its target masked. */
export function subjectView({ id, kind, factorType, target }: Subject): Omit<DrillItem, 'standing'> {
  const masked = maskTarget(target)
  return { id, kind, ...(factorType !== undefined && { factorType }), ...(masked !== undefined && { target: masked }) }
}

/** A subject that the person left rests on no answer. */
const isLeft = (standing: DrillStanding): boolean =>
  standing.as === 'notTested' && (standing.why === 'skipped' || standing.why === 'stopped')

const viewOfItem = ({ subject, standing, from }: Item): DrillItem => ({
  ...subjectView(subject),
  standing,
  ...(from && !isLeft(standing) && { from: [...from] })
})

/** Returns the view of a drill for the window. */
export function viewOf(state: Drill): DrillState {
  switch (state.phase) {
    case 'running': {
      const { phase, startedAt, items } = state
      return { phase, startedAt, items: items.map(viewOfItem) }
    }
    case 'comparing': {
      const { phase, startedAt, items } = state
      return { phase, startedAt, items: items.map(viewOfItem) }
    }
    case 'finished': {
      const { phase, startedAt, endedAt, lists, items } = state
      return { phase, startedAt, endedAt, lists, items: items.map(viewOfItem) }
    }
    case 'failed':
      return { phase: 'failed', failure: state.failure }
    default:
      return { phase: state.phase }
  }
}
