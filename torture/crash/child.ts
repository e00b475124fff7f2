/**
 * This program runs the app once, ended by SIGKILL at a given point: `node child.mjs
 * '{"place":…,"scenario":…,"killAt":…}'`.
 */
import { writeSync } from 'node:fs'
import { z } from 'zod'
import { profileOf, scenarios, startApp } from './app'
import { killPoints, watchFiles } from './killPoints'

const order = z.object({
  place: z.object({
    host: z.string(),
    appId: z.string(),
    account: z.string(),
    password: z.string(),
    folder: z.string(),
    cost: z.int().optional()
  }),
  scenario: z.enum([
    'signIn',
    'refresh',
    'enrolment',
    'signOut',
    'settings',
    'incident',
    'setPin',
    'changePin',
    'removePin'
  ]),
  killAt: z.int().min(0),
  disk: z.enum(['full', 'readOnly']).optional()
})

const { place, scenario, killAt, disk } = order.parse(JSON.parse(process.argv[2] ?? ''))
const { point, passed } = killPoints(killAt)
watchFiles(profileOf(place), point, disk)
const app = await startApp(place, point)
const outcome = await scenarios[scenario](app).then(
  () => 'done',
  (error: unknown) => String(error)
)
writeSync(1, JSON.stringify({ points: passed(), outcome, state: app.session.state().phase }))
process.exit(0)
