import { expect, it } from 'vitest'
import { systemText } from './words'

it('puts a value into the text of each language', () => {
  expect(systemText('en', 'connecting.message', { host: 'id.fernhill.example' })).toBe(
    'Connect to id.fernhill.example?'
  )
  expect(systemText('zh-CN', 'connecting.message', { host: 'id.fernhill.example' })).toBe(
    '连接到 id.fernhill.example？'
  )
})

it('leaves what a value contains as it is', () => {
  const values = { option: '{path}', path: '/a/{line}/$&/{option}', line: '3' }
  expect(systemText('en', 'start.otherTenantAtLine', values)).toContain(
    'start with {path}, because line 3 of /a/{line}/$&/{option} '
  )
})
