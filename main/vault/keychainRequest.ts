/** A request of main to the keychain worker. */
export interface Request {
  id: number
  verb: 'get' | 'set' | 'delete'
  service: string
  name: string
  value?: string | undefined
}

const verbs = new Set<unknown>(['get', 'set', 'delete'])
const isText = (value: unknown): boolean => typeof value === 'string' && value !== ''

/** Returns true for a request. It uses no schema, because the worker's start is on the way to the first screen. */
export const isRequest = (message: unknown): message is Request =>
  typeof message === 'object' &&
  message !== null &&
  'id' in message &&
  Number.isInteger(message.id) &&
  'verb' in message &&
  verbs.has(message.verb) &&
  'service' in message &&
  isText(message.service) &&
  'name' in message &&
  isText(message.name) &&
  (!('value' in message) || message.value === undefined || isText(message.value))
