import { expect, it } from 'vitest'
import { h } from 'vue'
import { show } from '../bridge/bridge.testing'
import AccountAvatar from './AccountAvatar.vue'

const avatar = (id: string, label?: string) => show(() => h(AccountAvatar, { id, label }))
const hueOf = (id: string) =>
  avatar(id, 'A•• M•••••').get<HTMLElement>('.avatar').element.style.getPropertyValue('--hue')

it('an account keeps its colour, and most others have another', () => {
  expect(hueOf('1a5fdf78')).toBe(hueOf('1a5fdf78'))
  expect(new Set(['00000000', '00010000', '00020000', '000b0000'].map(hueOf)).size).toBe(4)
})

it('shows the whole first letter of the owner, or a picture if nobody has signed in', () => {
  expect(avatar('00000000', '林•').text()).toBe('林')
  expect(avatar('00000000', 'é•••').text()).toBe('É')
  expect(avatar('00000000').find('svg').exists()).toBe(true)
})
