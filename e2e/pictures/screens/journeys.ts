import { activity } from './activity'
import type { Journey } from '../screens'
import { connect, signIn } from './beforeSignIn'
import { enrolments } from './enrolment'
import { failing, passkeys, removal, unknownMethods } from './methods'
import { accounts, settings } from './settings'

/** The longest first: two at a time come to an end together. */
export const journeys: Journey[] = [
  ...[enrolments, removal, settings, signIn, accounts, passkeys],
  ...[failing, unknownMethods, activity, connect]
]
