import { expect, it } from 'vitest'
import { contract } from '../../contract'
import { AppError } from '../ground/errors'
import { handlersOf, refusing } from './topic'

it('joins the handlers of every topic', () => {
  const read = () => ({})
  const countries = { handlers: { 'countries:list': () => [] } }
  const snapshot = { handlers: { 'snapshot:read': read } }
  const handlers = handlersOf<'countries' | 'snapshot'>({ countries, snapshot })
  expect(Object.keys(handlers)).toEqual(['countries:list', 'snapshot:read'])
  expect(handlers['snapshot:read']).toBe(read)
})

it('refuses every channel of the contract with the same code', () => {
  const handlers = refusing('invalidInput')
  expect(Object.keys(handlers)).toEqual(Object.keys(contract))
  for (const handler of Object.values(handlers)) expect(handler).toThrow(new AppError('invalidInput'))
})
