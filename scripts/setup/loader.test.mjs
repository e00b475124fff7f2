import { expect, it } from 'vitest'
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
