import { vi } from 'vitest'

/** Gives happy-dom, which has no layout, a list of 400 px and rows of 40 px. Spies are put back by `vi.restoreAllMocks`. */
export function layOut(): void {
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(400)
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(40)
  vi.spyOn(HTMLElement.prototype, 'scrollHeight', 'get').mockImplementation(function (this: HTMLElement) {
    return parseFloat(this.querySelector('ul')?.style.height ?? '0')
  })
  vi.spyOn(HTMLElement.prototype, 'scrollTo').mockImplementation(function (this: HTMLElement, ...to: unknown[]) {
    const [options] = to
    this.scrollTop = typeof options === 'object' && options && 'top' in options ? Number(options.top) : 0
    this.dispatchEvent(new Event('scroll'))
  })
}
