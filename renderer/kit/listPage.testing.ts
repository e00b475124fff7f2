/** The controls of the page of `virtualList.testing.ts`. A key is the number of its row. */
export interface ListPage {
  /** Inserts this many rows before all others. */
  prepend(added: number): Promise<void>
  append(added: number): Promise<void>
  remove(...gone: number[]): Promise<void>
  /** Makes one row 500 px higher, as if it was opened. */
  open(key: number): Promise<void>
  scrollTo(key: number, focus: boolean): boolean
  /** Returns how often the list asked for more. */
  wanted(): number
}
