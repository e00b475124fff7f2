import { expect, it, vi } from 'vitest'
import { AppError } from '../../ground/errors'
import { forOneSitting, signedIn } from './keeping'
import { hashOfSub } from './subHash'

it('a session shows why the keychain does not hold it, unless nobody wanted that', () => {
  vi.spyOn(Date, 'now').mockReturnValue(7)
  const cause = new AppError('keychainLocked')
  const keychainFailure = { code: 'keychainLocked', at: 7 }
  for (const keptIn of ['memory', 'unsaved'] as const) {
    expect(signedIn({ keptIn, cause })).toEqual({ phase: 'signedIn', keptIn, keychainFailure })
    expect(signedIn({ keptIn, cause: forOneSitting })).toStrictEqual({ phase: 'signedIn', keptIn })
  }
  for (const keptIn of ['keychain', 'saving'] as const) {
    expect(signedIn({ keptIn })).toStrictEqual({ phase: 'signedIn', keptIn })
  }
  vi.restoreAllMocks()
})

it('the same person has the same hash, which does not name them', () => {
  expect(hashOfSub('ada')).toMatch(/^[0-9a-f]{16}$/)
  expect(hashOfSub('ada')).toBe(hashOfSub('ada'))
  expect(hashOfSub('ben')).not.toBe(hashOfSub('ada'))
})
