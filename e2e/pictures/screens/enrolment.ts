import { totpCode } from '../../../sandbox/api/factors/totp'
import type { Journey } from '../screens'

const codeField = 'input[autocomplete="one-time-code"]'
const primary = '.page-foot .primary'

export const enrolments: Journey = {
  name: 'every factor of somebody who has none',
  args: ['--organisation=Fernhill Clinic', '--use-fake-device-for-media-stream'],
  // Pictures take longer than people.
  sandboxOptions: { enrollmentTokenTtl: 600 },
  screens: [
    {
      name: 'methods-empty',
      async come({ signInAs, methods }) {
        await signInAs(0)
        await methods.untilLive()
      },
      there: 'main li'
    },
    { name: 'app-intro', come: ({ enrolment }) => enrolment.add('OTP'), there: primary },
    {
      name: 'app-scan',
      async come(walk) {
        walk.key = await walk.enrolment.showKey()
      },
      there: '.qr'
    },
    { name: 'app-confirm', come: ({ press }) => press('Continue'), there: codeField },
    {
      name: 'recovery-code',
      come: ({ enrolment, key }) => enrolment.code.fill(totpCode(key)),
      there: '.recovery-code'
    },
    { name: 'app-bound', come: ({ enrolment }) => enrolment.keepRecoveryCode(), there: '.intro .good' },
    {
      name: 'removal-last',
      async come({ enrolment, methods }) {
        await enrolment.button('enrolment.finished').click()
        await methods.choose('Authenticator app', 'Remove…')
      },
      there: 'dialog input'
    },
    {
      name: 'sms-target',
      async come({ window, enrolment }) {
        await window.keyboard.press('Escape')
        await enrolment.add('SMS')
      },
      there: '[role=combobox]'
    },
    { name: 'sms-code', come: ({ enrolment }) => enrolment.askForCode('SMS'), there: codeField },
    {
      name: 'sms-code-wrong',
      async come({ enrolment }) {
        await enrolment.code.fill((await enrolment.newestCode('sms')) === '000000' ? '000001' : '000000')
        await enrolment.alert.waitFor()
      },
      there: '[role=alert]'
    },
    {
      name: 'sms-bound',
      come: async ({ enrolment }) => enrolment.code.fill(await enrolment.newestCode('sms')),
      there: '.intro .good'
    },
    {
      name: 'email-target',
      async come({ enrolment }) {
        await enrolment.button('enrolment.finished').click()
        await enrolment.add('EMAIL')
      },
      there: primary
    },
    { name: 'email-code', come: ({ enrolment }) => enrolment.askForCode('EMAIL'), there: codeField },
    {
      name: 'face-intro',
      async come({ enrolment, window }) {
        await enrolment.code.fill(await enrolment.newestCode('email'))
        await window.locator('.intro .good').waitFor()
        await enrolment.button('enrolment.finished').click()
        await enrolment.add('FACE')
      },
      there: primary
    },
    { name: 'face-live', come: ({ enrolment }) => enrolment.button('enrolment.face.allow').click(), there: 'video' },
    {
      name: 'face-photo',
      async come({ enrolment }) {
        await enrolment.button('enrolment.face.live.take').click()
        await enrolment.button('enrolment.face.photo.use').waitFor()
      },
      there: primary
    },
    {
      name: 'face-bound',
      come: ({ enrolment }) => enrolment.button('enrolment.face.photo.use').click(),
      there: '.intro .good'
    }
  ]
}
