import type { EnrolmentTarget } from '../../../contract/enrolment'
import type { EnrolmentEvent, In, Step } from './state'

type Sending = In<'started'> | In<'challengeSent'>

/** Asks the server for a challenge. Before the first one for a target, it asks the person if that target may be added. */
export function ask(state: Sending, target: EnrolmentTarget): Step {
  const { factorType, agreed } = state
  if (agreed.some((one) => sameTarget(one, target))) return { state, effect: { do: 'send', factorType, target } }
  return { state: { ...state, question: { target, by: 'dialog' } }, effect: { do: 'ask', factorType, target } }
}

/** @param idle the state to go on from if the person does not agree */
export function whenAsking(
  { question, ...state }: Sending & Required<Pick<Sending, 'question'>>,
  idle: Sending,
  event: EnrolmentEvent
): Step {
  const { target } = question
  if (event.type === 'asking') {
    const { by, link } = event
    return { state: { ...state, question: { target, by, ...(link !== undefined && { link }) } } }
  }
  if (event.type === 'notAgreed') return { state: { ...idle, failure: event.failure } }
  if (event.type !== 'agreed' || !sameTarget(event.target, target)) return { state: { ...state, question } }
  return ask({ ...state, agreed: [...state.agreed, target] }, target)
}

export function sameTarget(one: EnrolmentTarget, other: EnrolmentTarget): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
