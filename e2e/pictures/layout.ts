import type { Page } from '@playwright/test'
import { z } from 'zod'

const layout = z.object({
  /** Left, top, width and height of each element that matters, by its place in the tree, such as `main 1/button 2`. */
  boxes: z.record(z.string(), z.tuple([z.int(), z.int(), z.int(), z.int()])),
  /** The elements whose words are cut off or stand outside of the window, as `place: the reason`. */
  cut: z.array(z.string())
})
export type Layout = z.infer<typeof layout>

/**
 * Gives times and counts, which differ from run to run, the same width in every run. Returns a function that restores them.
 * A key in a monospaced typeface always has the same width.
 */
function evenOut(): () => void {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const before = new Map<Text, string>()
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!(node instanceof Text) || !node.parentElement || node.data.trim() === '') continue
    if (getComputedStyle(node.parentElement).fontFamily.includes('Mono')) continue
    before.set(node, node.data)
    node.data = node.data
      .replace(/\d+/g, (digits) => '0'.repeat(Math.max(2, digits.length)))
      .replace(/\b(January|February|March|April|June|July|August|September|October|November|December)\b/g, 'November')
      .replace(/\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b/g, 'Nov')
      .replace(/\b(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b/g, 'Wednesday')
      .replace(/\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b/g, 'Wed')
      .replace(/(星期|周)[一二三四五六日]/g, '$1三')
      .replace(/\b(AM|PM|am|pm)\b/g, 'PM')
      .replace(/上午|下午/g, '下午')
  }
  return () => before.forEach((text, node) => (node.data = text))
}

/** Returns the boxes of the topmost dialog or, without one, of the window. */
function boxesOf(): Layout['boxes'] {
  const roles: Record<string, string> = {
    a: 'link',
    aside: 'complementary',
    dd: 'definition',
    dt: 'term',
    footer: 'footer',
    header: 'header',
    img: 'image',
    input: 'field',
    li: 'listitem',
    nav: 'navigation',
    ol: 'list',
    p: 'paragraph',
    section: 'region',
    select: 'combobox',
    textarea: 'field',
    ul: 'list'
  }
  const asTheyAre = ['button', 'details', 'dialog', 'dl', 'form', 'label', 'main', 'summary', 'video']
  const roleOf = (element: Element): string | undefined => {
    const name = element.localName
    const given = element.getAttribute('role')
    if (given === 'none' || given === 'presentation') return undefined
    return given ?? (/^h[1-6]$/.test(name) ? 'heading' : (roles[name] ?? asTheyAre.find((one) => one === name)))
  }
  const places = new Map<Element, string>()
  const counts = new Map<string, number>()
  const boxes: Layout['boxes'] = {}
  const top = [...document.querySelectorAll('dialog[open]')].at(-1) ?? document.body
  for (const element of [top, ...top.querySelectorAll('*')]) {
    const role = roleOf(element)
    const { x, y, width, height } = element.getBoundingClientRect()
    // Text for screen readers only has no place.
    if (role === undefined || !element.checkVisibility() || width <= 1 || height <= 1) continue
    let around = element.parentElement
    while (around && !places.has(around)) around = around.parentElement
    const kind = `${around ? `${places.get(around) ?? ''}/` : ''}${role}`
    const count = (counts.get(kind) ?? 0) + 1
    counts.set(kind, count)
    places.set(element, `${kind} ${count}`)
    boxes[`${kind} ${count}`] = [Math.round(x), Math.round(y), Math.round(width), Math.round(height)]
  }
  return boxes
}

/** Returns the elements with words of their own that cannot be read in full. What can be scrolled to is no loss. */
function cutOff(): string[] {
  const top = [...document.querySelectorAll('dialog[open]')].at(-1) ?? document.body
  const nameOf = (element: Element): string => {
    const parts: string[] = []
    for (let one: Element | null = element; one && one !== document.body; one = one.parentElement) {
      const [name] = one.classList
      parts.unshift(name === undefined ? one.localName : `${one.localName}.${name}`)
    }
    return parts.slice(-4).join(' > ')
  }
  const reasonFor = (element: Element): string | undefined => {
    const words = [...element.childNodes].filter((node) => node instanceof Text && node.data.trim() !== '')
    if (words.length === 0 || !element.checkVisibility() || element.clientWidth === 1) return undefined
    const range = document.createRange()
    range.setStartBefore(words[0] ?? element)
    range.setEndAfter(words.at(-1) ?? element)
    const { left, right, top: upper, bottom } = range.getBoundingClientRect()
    let scrolls = false
    for (let one: Element | null = element; one; one = one.parentElement) {
      const { overflowX, overflowY, textOverflow, position } = getComputedStyle(one)
      const edge = one.getBoundingClientRect()
      // A name that is shortened by a sign of it can be read in full by its title.
      const shortened = textOverflow === 'ellipsis' && one.closest('[title]') !== null
      if (['hidden', 'clip'].includes(overflowX) && !shortened) {
        if (left < edge.left - 1 || right > edge.right + 1) return 'cut at its side'
      }
      if (['hidden', 'clip'].includes(overflowY) && !scrolls) {
        if (upper < edge.top - 2 || bottom > edge.bottom + 2) return 'cut above or below'
      }
      if (shortened) return undefined
      if (['auto', 'scroll'].includes(overflowX) && one.scrollWidth > one.clientWidth) return undefined
      if (['auto', 'scroll'].includes(overflowY)) scrolls = true
      if (position === 'fixed') break
    }
    if (left < -1 || right > innerWidth + 1) return 'outside of the window at its side'
    if (!scrolls && (upper < -2 || bottom > innerHeight + 2)) return 'outside of the window, above or below'
    return undefined
  }
  return [...top.querySelectorAll('*')].flatMap((element) => {
    const reason = reasonFor(element)
    return reason === undefined ? [] : [`${nameOf(element)}: ${reason}`]
  })
}

/** Measures the current window, scrolled to its beginning. */
export async function layoutOf(window: Page): Promise<Layout> {
  // The measurement is one evaluation, because between two the window could draw a number anew.
  const found: unknown = await window.evaluate(`(() => {
    for (const element of document.querySelectorAll('*')) if (element.scrollTop > 0) element.scrollTop = 0
    const putBack = (${evenOut.toString()})()
    try {
      return { boxes: (${boxesOf.toString()})(), cut: (${cutOff.toString()})() }
    } finally {
      putBack()
    }
  })()`)
  return layout.parse(found)
}
