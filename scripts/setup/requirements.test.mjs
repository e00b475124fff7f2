import { expect, it } from 'vitest'
import { checkRequirements } from './requirements.mjs'

it('accepts Node.js from 20.19 on the platforms Electron is made for', () => {
  for (const node of ['20.19.0', '20.20.2', '22.0.0', '26.1.0']) checkRequirements(node, 'linux-x64')
  checkRequirements('22.12.0', 'darwin-arm64')
})

it('refuses an older Node.js and another platform, each with what to do', () => {
  expect(() => checkRequirements('20.18.3', 'linux-x64')).toThrow(
    'Holdfast needs Node.js 20.19 or newer, and this is 20.18.3.'
  )
  expect(() => checkRequirements('18.20.0', 'linux-x64')).toThrow('Install one from https://nodejs.org')
  expect(() => checkRequirements('22.12.0', 'freebsd-x64')).toThrow('this machine is freebsd-x64')
})
