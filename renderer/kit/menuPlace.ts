/** All lengths in CSS px, all places from the upper left corner of the window. */
interface Edges {
  left: number
  top: number
  right: number
  bottom: number
}

interface Size {
  width: number
  height: number
}

/** Between the button and its menu, and at least between a menu and the edge of the window. */
const gap = 4

/**
 * Returns the place of a menu: under its button, or above it if only there is room for it. It always lies within the
 * window.
 *
 * @param start true if the menu begins where its button begins; otherwise both end at the same place
 */
export function menuPlace(button: Edges, menu: Size, window: Size, start: boolean): { left: number; top: number } {
  const [under, above] = [button.bottom + gap, button.top - gap - menu.height]
  const [lowest, rightmost] = [window.height - gap - menu.height, window.width - gap - menu.width]
  const top = under > lowest && above >= gap ? above : under
  const left = start ? button.left : button.right - menu.width
  const within = (wanted: number, last: number): number => Math.max(gap, Math.min(wanted, last))
  return { left: within(left, rightmost), top: within(top, lowest) }
}
