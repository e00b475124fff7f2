import type { AlertBook, KeptAlert } from './alertBook'
import { type Habits, taught, withDevice, withoutSession } from './habits'
import { isOver } from './sameAlert'

/** Returns the book with the person's answer. "That was me" teaches the device, or the combination of the sign-in. */
export function answer(book: AlertBook, id: string, given: 'me' | 'notMe', now: number): AlertBook {
  const answered = book.alerts.find((one) => one.id === id && one.state === 'waiting')
  if (!answered) return book
  return {
    ...book,
    habits: given === 'me' ? learning(book, answered, now) : book.habits,
    alerts: book.alerts.map((one) => (one === answered ? { ...one, state: given, answeredAt: now } : one))
  }
}

function learning({ habits: known }: AlertBook, { rule, subject, signIn: row }: KeptAlert, now: number): Habits {
  const withRow = row ? taught(known, row, now) : known
  return rule === 'newDevice' ? withDevice(withRow, subject, now) : withRow
}

/**
 * Returns the book with bursts that are over, and without the question about what this app itself has undone. What goes by
 * itself keeps its question, because whoever brought it could have taken it away.
 *
 * @param removedHere the keys of factors that this app has removed
 */
export function settle(book: AlertBook, removedHere: ReadonlySet<string>, now: number): AlertBook {
  const isUndone = ({ rule, key, state }: KeptAlert): boolean =>
    state === 'waiting' && rule === 'factorAdded' && key !== undefined && removedHere.has(key)
  const settled = book.alerts.map((one): KeptAlert => {
    if (isUndone(one)) return { ...one, state: 'undone', answeredAt: now }
    return one.state === 'goingOn' && one.burst && isOver(one.burst, now) ? { ...one, state: 'over' } : one
  })
  return settled.some((one, index) => one !== book.alerts[index]) ? { ...book, alerts: settled } : book
}

/** Returns the book after nobody knows if the session of a device was ended: its next sign-in is news all the same. */
export const withMaybeEnded = (book: AlertBook, key: string, now: number): AlertBook => ({
  ...book,
  habits: withoutSession(book.habits, key, now)
})

/** Returns the book after this app has ended the session of a device: its next sign-in is news, and its question is over. */
export function withEnded(book: AlertBook, key: string, now: number): AlertBook {
  const isUndone = ({ rule, subject, state }: KeptAlert): boolean =>
    state === 'waiting' && rule === 'newDevice' && subject === key
  return {
    ...withMaybeEnded(book, key, now),
    alerts: book.alerts.map((one) => (isUndone(one) ? { ...one, state: 'undone', answeredAt: now } : one))
  }
}
