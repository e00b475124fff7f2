import { describe, expect, it } from 'vitest'
import enSystem from './en/system.json'
import enWindow from './en/window.json'
import { codeIn, unusedKeys } from './used.testing'
import zhSystem from './zh-CN/system.json'
import zhWindow from './zh-CN/window.json'

const placeholdersIn = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort()

function keysOf(messages: object, path = ''): string[] {
  return Object.entries(messages).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null ? keysOf(value, `${path}${key}.`) : [path + key]
  )
}

describe('the texts of main', () => {
  it('have the same keys in every language, sorted', () => {
    expect(Object.keys(enSystem)).toEqual(Object.keys(enSystem).sort())
    expect(Object.keys(zhSystem)).toEqual(Object.keys(enSystem))
  })

  it('name the same values in every language', () => {
    const chinese = new Map(Object.entries(zhSystem))
    for (const [key, text] of Object.entries(enSystem)) {
      expect([key, placeholdersIn(chinese.get(key) ?? '')]).toEqual([key, placeholdersIn(text)])
    }
  })
})

it('texts in Chinese address the person in one form', () => {
  expect(JSON.stringify([zhSystem, zhWindow])).not.toContain('您')
})

describe('a text that no code asks for', () => {
  it('is not among those of main', () => {
    const keys = keysOf(enSystem)
    // A dialog is asked for as a whole.
    const dialogs = keys.filter((key) => key.endsWith('.detail')).map((key) => key.slice(0, -'.detail'.length))
    const dialogOf = (key: string) => dialogs.find((dialog) => key.startsWith(`${dialog}.`))
    const asked = new Set(keys.map((key) => dialogOf(key) ?? key))
    expect(unusedKeys([...asked], codeIn('contract', 'main'))).toEqual([])
  })

  it('is not among those of the window', () => {
    expect(unusedKeys(keysOf(enWindow), codeIn('contract', 'renderer'))).toEqual([])
  })

  it('is found, also where others of its kind are asked for by a template', () => {
    const code = "type Way = 'in' | 'out'\nt('door.open')\nt(`door.${way}.title`)"
    const keys = ['door.open', 'door.shut', 'door.in.title', 'door.in.text', 'door.up.title', 'door.title']
    expect(unusedKeys(keys, code)).toEqual(['door.shut', 'door.in.text', 'door.up.title', 'door.title'])
  })
})
