import { z } from 'zod'
import { type Decision, decision, type Step } from '../../../contract/overview'
import type { MemoryPart } from '../../facts/memory'

/** The most decisions that are kept. There are one or two for each rule. */
const most = 100

/** The shape in which decisions are kept. One that a later version wrote in another way is dropped, and costs no other. */
export const keptDecisions: z.ZodType<Decision[]> = z
  .array(decision.nullable().catch(null))
  .transform((all) => all.filter((one) => one !== null).slice(-most))

const dayMs = 24 * 3_600_000

type Key = Pick<Decision, 'rule' | 'about'>

/** The decisions of a person about the steps of one account. */
export interface Decisions {
  read: () => Promise<readonly Decision[]>
  /** Puts a step off for its time. A dismissal of the same step stays. */
  putOff: (step: Step) => Promise<readonly Decision[]>
  /** Dismisses a step for good. */
  dismiss: (step: Step) => Promise<readonly Decision[]>
  /** Takes one decision back. Another one about the same step stays. */
  undo: (taken: Decision) => Promise<readonly Decision[]>
}

const isSame = (one: Key, other: Key): boolean => one.rule === other.rule && one.about === other.about

export function createDecisions(memory: MemoryPart<Decision[]>, now: () => number): Decisions {
  /** Adds a decision in the place of an earlier one of its kind. What is over is dropped. */
  function add(next: Decision): Promise<readonly Decision[]> {
    const isReplaced = (one: Decision): boolean =>
      isSame(one, next) && (one.until === undefined) === (next.until === undefined)
    const isOver = ({ until }: Decision): boolean => until !== undefined && until <= now()
    return memory.change((all) => [...all.filter((one) => !isOver(one) && !isReplaced(one)), next].slice(-most))
  }

  return {
    read: () => memory.read(),
    putOff: ({ rule, about, offDays = 0 }) => add({ rule, about, at: now(), until: now() + offDays * dayMs }),
    dismiss: ({ rule, about }) => add({ rule, about, at: now() }),
    undo: (taken) => memory.change((all) => all.filter((one) => !isSame(one, taken) || one.until !== taken.until))
  }
}
