import type { EnrolmentTarget } from '../../contract/enrolment'
import type { Event, In, Step } from './state'

type Sending = In<'started'> | In<'challengeSent'>

/** Asks the server for a challenge; before the first for this target, the person whether it may be added. */
export function ask(state: Sending, target: EnrolmentTarget): Step {
  const { factorType, agreed } = state
  if (agreed.some((one) => sameTarget(one, target))) return { state, request: { do: 'send', factorType, target } }
  return { state: { ...state, question: { target, by: 'dialog' } }, request: { do: 'ask', factorType, target } }
}

/** @param idle where the enrolment goes on when the person does not agree */
export function whenAsking(
  { question, ...state }: Sending & Required<Pick<Sending, 'question'>>,
  idle: Sending,
  event: Event
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
