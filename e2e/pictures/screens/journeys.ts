import { activity } from './activity'
import { alerts } from './alerts'
import { incidents } from './incident'
import type { Journey } from '../screens'
import { connect, signIn } from './beforeSignIn'
import { devices } from './devices'
import { drill } from './drill'
import { enrolments } from './enrolment'
import { failing, passkeys, removal, unknownMethods } from './methods'
import { overview, unreachable } from './overview'
import { accounts, settings } from './settings'

/** The longest first: two at a time come to an end together. */
export const journeys: Journey[] = [
  ...[enrolments, removal, settings, signIn, accounts, passkeys],
  ...[overview, failing, unknownMethods, activity, alerts, incidents, devices, drill, connect, unreachable]
]
