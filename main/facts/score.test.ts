import { expect, it } from 'vitest'
import { overview } from '../../contract/overview'
import { scoreOf } from './score'

it.each([
  [0, { kind: 'number', value: 0 }],
  [72, { kind: 'number', value: 72 }],
  [71.5, { kind: 'number', value: 71.5 }],
  [100, { kind: 'number', value: 100 }],
  [100.1, { kind: 'outside', value: 100.1 }],
  [140, { kind: 'outside', value: 140 }],
  [1e308, { kind: 'outside', value: 1e308 }],
  [-0.5, { kind: 'outside', value: -0.5 }],
  ['72', { kind: 'text', text: '72' }],
  ['', { kind: 'text', text: '' }],
  [null, { kind: 'empty' }],
  [undefined, { kind: 'absent' }],
  [false, { kind: 'odd' }]
] as const)('tells a score of %j as it is given', (given, score) => {
  expect(scoreOf(given)).toEqual(score)
  expect(overview.shape.score.parse(scoreOf(given))).toEqual(score)
})
