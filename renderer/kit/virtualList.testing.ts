import { createApp, h, nextTick, ref, shallowRef } from 'vue'
import '../styles/tokens.css'
import '../styles/type.css'
import '../styles/base.css'
import type { ListPage } from './listPage.testing'
import VirtualList from './VirtualList.vue'

/** A page with only a list, for tests in a real browser, because happy-dom knows no heights. */
const count = Number(new URLSearchParams(location.search).get('rows') ?? 100_000)
const keys = shallowRef(Array.from({ length: count }, (_, index) => index))
const opened = ref<number>()
let wanted = 0

/** Returns a height from 40 to 129 px, in no order, with 500 px more for the opened row. */
const heightOf = (key: number): number => 40 + ((Math.abs(key) * 37) % 90) + (key === opened.value ? 500 : 0)

const page: ListPage = {
  prepend(added) {
    const first = keys.value[0] ?? 0
    keys.value = [...Array.from({ length: added }, (_, index) => first - added + index), ...keys.value]
    return nextTick()
  },
  append(added) {
    const last = keys.value.at(-1) ?? 0
    keys.value = [...keys.value, ...Array.from({ length: added }, (_, index) => last + 1 + index)]
    return nextTick()
  },
  remove(...gone) {
    keys.value = keys.value.filter((key) => !gone.includes(key))
    return nextTick()
  },
  open(key) {
    opened.value = key
    return nextTick()
  },
  scrollTo: (key, focus) => list.value?.scrollToKey(key, { focus }) ?? false,
  wanted: () => wanted
}

const list = ref<{ scrollToKey: (key: number, options: { focus: boolean }) => boolean }>()

createApp(() =>
  h('main', { style: 'height: 100vh' }, [
    h(
      VirtualList,
      {
        ref: list,
        label: 'Rows',
        keys: keys.value,
        more: true,
        onNeedMore: () => wanted++
      },
      {
        default: ({ rowKey }: { rowKey: string | number }) =>
          h('p', { style: `height: ${heightOf(Number(rowKey))}px` }, `row ${rowKey}`),
        full: () => h('p', 'full')
      }
    )
  ])
).mount('#app')

Object.assign(window, { list: page })
