import { describe, expect, it } from 'vitest'
import { dropEmptyVariables, readSigning, signingVariables } from './signing'

const all = (names: readonly string[]): NodeJS.ProcessEnv =>
  Object.fromEntries(names.map((name) => [name, name === 'SIGNING_ENDPOINT' ? 'https://sign.example' : name]))

describe('signing', () => {
  it('is left out where no variable is there, or all are empty', () => {
    expect(readSigning({})).toEqual({ apple: false })
    const empty = Object.fromEntries(signingVariables.azure.map((name) => [name, '']))
    expect(readSigning(empty)).toEqual({ apple: false })
  })

  it('is done for macOS where all of Apple’s variables are there', () => {
    expect(readSigning(all(signingVariables.apple))).toEqual({ apple: true })
  })

  it('is done for Windows with the account that the variables name, and no credential', () => {
    expect(readSigning(all(signingVariables.azure)).azure).toEqual({
      publisherName: 'SIGNING_PUBLISHER',
      endpoint: 'https://sign.example',
      codeSigningAccountName: 'SIGNING_ACCOUNT',
      certificateProfileName: 'SIGNING_PROFILE'
    })
  })

  it.each([...signingVariables.apple, ...signingVariables.azure])('is refused where %s alone is missing', (name) => {
    const names = signingVariables.apple.some((one) => one === name) ? signingVariables.apple : signingVariables.azure
    expect(() => readSigning({ ...all(names), [name]: '' })).toThrow(`Signing needs ${name} as well.`)
  })

  it('finds no empty variable left for the tools that read them', () => {
    const env: NodeJS.ProcessEnv = { CSC_LINK: '', APPLE_API_KEY: 'kept', PATH: '' }
    dropEmptyVariables(env)
    expect(env).toEqual({ APPLE_API_KEY: 'kept', PATH: '' })
  })
})
