import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../../ground/temporaryFolder.testing'
import { eraseProfile } from './erase'

it('deletes what is ours in a profile, and nothing else that lies in that folder', async () => {
  const folder = await temporaryFolder()
  const ours = [
    'profile.json',
    'profile.json.damaged',
    'settings.json',
    'lock.json',
    'lock.json.4f.tmp',
    'updates.json'
  ]
  const theirs = [
    'thesis.odt',
    'accounts.xlsx',
    'my-settings.json',
    'settings.jsonl',
    'profile-json',
    'lock.json.',
    'Local State'
  ]
  for (const name of [...ours, ...theirs]) writeFileSync(join(folder, name), 'x')
  for (const name of ['accounts', 'logs', 'updates', 'installer'])
    mkdirSync(join(folder, name, 'inner'), { recursive: true })
  eraseProfile(folder)
  expect(readdirSync(folder).sort()).toEqual(theirs.sort())
})
