import { expect, it } from 'vitest'
import { menuPlace } from './menuPlace'

const view = { width: 450, height: 300 }
const menu = { width: 220, height: 80 }
const buttonAt = (left: number, top: number) => ({ left, top, right: left + 32, bottom: top + 32 })

const everywhere = () =>
  Array.from({ length: 66 }, (_, across) =>
    Array.from({ length: 111 }, (_each, down) => [across * 10 - 100, down * 10 - 400] as const)
  ).flat()

it('stands under its button, and ends or begins where the button does', () => {
  expect(menuPlace(buttonAt(300, 40), menu, view, false)).toEqual({ left: 112, top: 76 })
  expect(menuPlace(buttonAt(100, 40), menu, view, true)).toEqual({ left: 100, top: 76 })
})

it('stands above its button if only there is room for it', () => {
  expect(menuPlace(buttonAt(300, 220), menu, view, false)).toEqual({ left: 112, top: 136 })
})

it('stands beside the edge of the window if its button is too near to it', () => {
  expect(menuPlace(buttonAt(76, 40), menu, view, false).left).toBe(4)
  expect(menuPlace(buttonAt(400, 40), menu, view, true).left).toBe(226)
})

it('lies within the window wherever its button is, even out of view', () => {
  const outside = [true, false].flatMap((start) =>
    everywhere().filter(([x, y]) => {
      const { left, top } = menuPlace(buttonAt(x, y), menu, view, start)
      return left < 4 || top < 4 || left + menu.width > view.width - 4 || top + menu.height > view.height - 4
    })
  )
  expect(outside).toEqual([])
})

it('shows its beginning if it is larger than the window', () => {
  expect(menuPlace(buttonAt(300, 200), { width: 500, height: 400 }, view, false)).toEqual({ left: 4, top: 4 })
})
