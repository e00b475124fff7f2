import { defineComponent, h } from 'vue'
import { beforeAll, describe, expect, it } from 'vitest'
import { speak } from './i18n'
import { installBridge, show } from '../bridge/bridge.testing'
import { useFormat } from './useFormat'

const minute = 60_000

function formats(): ReturnType<typeof useFormat> {
  let format: ReturnType<typeof useFormat> | undefined
  installBridge()
  show(
    defineComponent(() => {
      format = useFormat()
      return () => h('i')
    })
  )
  if (!format) throw new Error('not mounted')
  return format
}

describe('in English', () => {
  beforeAll(() => speak('en'))

  it('says how old something is', () => {
    const { age } = formats()
    expect([0, 59_999, 3 * minute, 125 * minute, 49 * 60 * minute].map(age)).toEqual([
      'just now',
      'just now',
      '3 minutes ago',
      '2 hours ago',
      '2 days ago'
    ])
  })

  it('writes dates and times as British words have them', () => {
    const { date, time, moment } = formats()
    const at = new Date(2026, 4, 3, 14, 5, 9).getTime()
    expect([date(at), time(at), moment(at)]).toEqual(['3 May 2026', '14:05', '3 May 2026, 14:05:09'])
  })

  it('says how long something lasts, never less than nothing', () => {
    const { remaining } = formats()
    expect([272_000, 60_000, 59_001, 1, -5].map(remaining)).toEqual([
      '4 min 32 s',
      '1 min 0 s',
      '1 min 0 s',
      '1 s',
      '0 s'
    ])
  })

  it('says how long a span of time is in the largest unit that fits', () => {
    const { span } = formats()
    expect([90_000, 59 * minute, 125 * minute, 49 * 60 * minute].map(span)).toEqual([
      '2 minutes',
      '59 minutes',
      '2 hours',
      '2 days'
    ])
  })
})

it('follows the language of the window', async () => {
  await speak('zh-CN')
  const { age, minutes, remaining } = formats()
  expect([age(3 * minute), minutes(2), remaining(272_000)]).toEqual(['3分钟前', '2分钟', '4 分 32 秒'])
})
