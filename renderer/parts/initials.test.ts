import { expect, it } from 'vitest'
import { initialsOf } from './initials'

it.each([
  ['Ada Moreno', 'A••• M•••', 'AM'],
  ['Ana Maria del Mar', 'A••• M••• M•••', 'AM'],
  ['林静', '林•••', '林'],
  ['élodie', 'é•••', 'É'],
  ['ada.moreno@fernhill.example', 'a•••o@fernhill.example', 'A'],
  ['+44 7700 900142', '••••• 0142', ''],
  ['', '', '']
])('%s has the same initials as %s: “%s”', (whole, masked, initials) => {
  expect([initialsOf(whole), initialsOf(masked)]).toEqual([initials, initials])
})
