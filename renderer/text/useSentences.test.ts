import { defineComponent, h } from 'vue'
import { afterAll, expect, it } from 'vitest'
import { installBridge, show } from '../bridge/bridge.testing'
import { speak } from './i18n'
import { useSentences } from './useSentences'
import { useText } from './useText'

type Words = ReturnType<typeof useSentences> & ReturnType<typeof useText>

function words(): Words {
  let found: Words | undefined
  installBridge()
  show(
    defineComponent(() => {
      found = { ...useSentences(), ...useText() }
      return () => h('i')
    })
  )
  if (!found) throw new Error('not mounted')
  return found
}

afterAll(() => speak('en'))

it.each([
  { language: 'en', row: 'One. Two.', between: ' ' },
  { language: 'zh-CN', row: 'One.Two.', between: '' }
] as const)('sets sentences apart as $language does', async ({ language, row, between }) => {
  await speak(language)
  const { inRow, gap } = words()
  expect([inRow('One.', 'Two.'), gap.value]).toEqual([row, between])
  expect([inRow('One.', ''), inRow(false, 'Two.'), inRow('', false)]).toEqual(['One.', 'Two.', ''])
})

it('sets no space between the words of a Chinese sentence and a Chinese name in it', async () => {
  await speak('zh-CN')
  const { t } = words()
  const decides = (tenant: string): string => t('methods.decides', { tenant })
  expect(decides('北山诊所')).toBe('这里提供哪些方式，由北山诊所决定。')
  expect(decides(t('organisation.inFull', { name: 'Fernhill Clinic', host: 'id.example.com' }))).toBe(
    '这里提供哪些方式，由 Fernhill Clinic（id.example.com）决定。'
  )
  expect(decides('id.example.com')).toBe('这里提供哪些方式，由 id.example.com 决定。')
  expect(t('updates.available.text', { date: '2026年11月29日', size: '98 MB' })).toBe('2026年11月29日发布，98 MB')
})

it('keeps the spaces that a Chinese name has itself, and those of an English sentence', async () => {
  await speak('zh-CN')
  expect(words().t('methods.decides', { tenant: '北山 诊所 A' })).toBe('这里提供哪些方式，由北山 诊所 A 决定。')
  await speak('en')
  expect(words().t('methods.decides', { tenant: '北山（诊所）' })).toBe(
    '北山（诊所） decides which methods are offered here.'
  )
})
