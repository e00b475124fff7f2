import type { Journey } from '../screens'

const lin = 2
const at = Date.UTC(2025, 4, 14, 12, 2)
const id = (digit: string): string => digit.repeat(32)
const app = { id: id('a'), kind: 'factor', factorType: 'OTP' }
const email = { id: id('b'), kind: 'factor', factorType: 'EMAIL', target: 'a•••o@fernhill.example' }
const sms = { id: id('c'), kind: 'factor', factorType: 'SMS', target: '+34 ••••• 0147' }
const code = { id: id('d'), kind: 'recoveryCode' }
const passkey = { id: id('e'), kind: 'passkey', standing: { as: 'notTested', why: 'passkey' } }
const works = { as: 'works', at }
const turn = { as: 'now', by: 'sent', doing: 'nothing', sentAt: at + 120_000, spent: false, nextAt: 0 }

export const drill: Journey = {
  name: 'the fire drill, and what if',
  args: ['--organisation=Fernhill Clinic'],
  screens: [
    {
      name: 'overview-drill',
      async come({ signInAs, press }) {
        await signInAs(lin)
        await press('Overview')
      },
      there: 'select'
    },
    {
      name: 'drill-run',
      async come({ press, tell, window }) {
        await press('Test…')
        await window.locator('[aria-current=step]').waitFor()
        await tell('drill:changed', {
          phase: 'running',
          startedAt: at,
          items: [
            { ...app, standing: works },
            { ...email, standing: turn },
            { ...sms, standing: { as: 'toDo', by: 'sent' } },
            { ...code, standing: { as: 'toDo', by: 'compared' } },
            passkey
          ]
        })
      },
      there: '.code-field'
    },
    {
      name: 'drill',
      come: ({ tell }) =>
        tell('drill:changed', {
          phase: 'finished',
          startedAt: at,
          endedAt: at + 240_000,
          lists: 'same',
          items: [
            { ...app, standing: works },
            { ...email, standing: works },
            { ...sms, standing: { as: 'fails', why: 'nothingArrived', at: at + 180_000, sentAt: at + 60_000 } },
            { ...code, standing: { as: 'notTested', why: 'codeNotKnown' } },
            passkey
          ]
        }),
      there: '.verdict'
    },
    {
      name: 'what-if',
      async come({ press }) {
        await press('Back')
        await press('What if…')
      },
      there: '.bench ol'
    }
  ]
}
