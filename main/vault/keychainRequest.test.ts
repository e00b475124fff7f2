import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isRequest } from './keychainRequest'

const asked = { id: 1, verb: 'set', service: 'Holdfast', name: 'session', value: 'x' }

it('knows each of the three things that can be asked', () => {
  for (const verb of ['get', 'set', 'delete']) expect(isRequest({ ...asked, verb })).toBe(true)
  expect(isRequest({ id: 1, verb: 'get', service: 'Holdfast', name: 'session' })).toBe(true)
})

it.each(Object.keys(asked))('refuses a request whose %s is of another kind', (part) => {
  fc.assert(fc.property(fc.anything(), (junk) => isRequest({ ...asked, [part]: junk }) === isFitting(part, junk)))
})

it('takes no junk for a request', () => {
  fc.assert(fc.property(fc.anything(), (junk) => !isRequest(junk)))
})

function isFitting(part: string, junk: unknown): boolean {
  if (part === 'id') return Number.isInteger(junk)
  if (part === 'verb') return junk === 'get' || junk === 'set' || junk === 'delete'
  return (part === 'value' && junk === undefined) || (typeof junk === 'string' && junk !== '')
}
