import { expect, it } from 'vitest'
import { longestName } from '../../contract/fields'
import { incidentSubject } from '../../contract/incident'
import type { SeenDevice } from '../topics/devices/view'
import { sessionSubject } from './incidentSubjects'

const device: SeenDevice = { deviceId: 'd', online: true, unused: false, isOnlineTold: true }
const long = 'x'.repeat(longestName)

it.each<[string, Partial<SeenDevice>]>([
  ['a browser and a system with long names', { type: 'Browser', browser: long, system: long }],
  ['a long name', { name: long, lastAddress: long }],
  ['a name of the person’s own', { label: long }]
])('a session with %s is one that the window takes', (_name, facts) => {
  const subject = sessionSubject({ ...device, ...facts })
  expect(incidentSubject.parse(subject)).toEqual(subject)
  expect(subject.name).toMatch(/^x+/)
})
