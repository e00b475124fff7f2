import type { Browser } from '@playwright/test'
import type { Sandbox, SandboxOptions } from '../../sandbox'
import type { Holdfast } from '../fixtures'
import type { EnrolmentPage } from '../pages/EnrolmentPage'

/** The parts with which a walk through the window is made. The window speaks English meanwhile. */
export interface Walk extends Holdfast {
  sandbox: Sandbox
  browser: Browser
  enrolment: EnrolmentPage
  /** The key of the authenticator app that is being added. */
  key: string
  signInAs: (person: number) => Promise<void>
  /** Presses the button of this name, of the topmost dialog if there is one. */
  press: (name: string) => Promise<void>
  /** Makes main tell the window of a state that is slow to reach. */
  tell: (event: string, state: unknown) => Promise<void>
}

interface Screen {
  name: string
  /** Leads here from the previous screen or, for the first of a journey, from the start of the app. */
  come: (walk: Walk) => Promise<void>
  /** Selects an element that only this screen has, in every language. */
  there: string
}

/** The screens to which one start of the app leads, in order. */
export interface Journey {
  name: string
  args?: string[]
  sandboxOptions?: SandboxOptions
  screens: Screen[]
}
