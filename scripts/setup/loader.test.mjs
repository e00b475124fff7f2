import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../main/ground/temporaryFolder.testing.ts'
import { findApplication } from './fallback-app/application.mjs'
import { readArguments } from './fallback-app/arguments.mjs'

it('takes the first argument that is no switch for the app', () => {
  expect(readArguments(['--no-sandbox', '/app', '--host=x', 'file'])).toEqual({ app: '/app', requires: [] })
})

it('finds the app behind the switches of a test driver, and the script to load before it', () => {
  const args = ['-r', '/playwright/loader.js', '--no-sandbox', '--inspect=0', '--remote-debugging-port=0', '/app']
  expect(readArguments(args)).toEqual({ app: '/app', requires: ['/playwright/loader.js'] })
})

it('names no app when there is none', () => {
  expect(readArguments(['--inspect=0'])).toEqual({ app: undefined, requires: [] })
})

describe('the app', () => {
  let folder
  beforeEach(async () => (folder = await temporaryFolder()))
  const write = (name, content) => writeFile(join(folder, name), content)

  it('is named by its package.json, as far as that goes', async () => {
    await write('main.mjs', '')
    const main = { folder, entry: join(folder, 'main.mjs') }
    await write('package.json', '{"main":"main.mjs"}')
    expect(findApplication(folder)).toEqual(main)
    await write('package.json', '{"main":"main.mjs","name":"a","productName":"A","version":"1.2.3"}')
    expect(findApplication(folder)).toEqual({ ...main, name: 'A', version: '1.2.3' })
  })

  it('can be a folder without package.json, or a script', async () => {
    await write('index.js', '')
    await write('other.js', '')
    expect(findApplication(folder)).toEqual({ folder, entry: join(folder, 'index.js') })
    expect(findApplication(join(folder, 'other.js'))).toEqual({ folder, entry: join(folder, 'other.js') })
  })
})
