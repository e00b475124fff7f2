import type { SignIn, SignInKind } from '../../../contract/activity'
import { mostKinds } from '../../../contract/fields'

/** The fields that decide what each column says. */
const columns = [
  { column: 'result', names: ['success', 'app', 'error'] },
  { column: 'device', names: ['browser', 'system'] },
  { column: 'place', names: ['countryCode', 'country'] },
  { column: 'method', names: ['method'] }
] as const

/** The values of a field that were met, each with those of the next field beside it, and the number of the kind behind the last. */
interface Branch {
  next: Map<unknown, Branch>
  kind?: number
}

/** The different contents of the columns, of which a hundred thousand rows have a few. Each is a kind and has a number. */
interface Kinds {
  /** One example of each kind, at the place of its number. Those beyond the bound are left out. */
  readonly examples: readonly SignInKind[]
  add(row: SignIn): void
  /** Returns true if a column of the row is of one of these kinds. */
  isAmong(row: SignIn, numbers: ReadonlySet<number>): boolean
}

export function createKinds(): Kinds {
  const examples: SignInKind[] = []
  const roots = columns.map((one) => ({ ...one, root: branch() }))
  return {
    examples,
    add(row) {
      for (const { column, names, root } of roots) {
        if (examples.length === mostKinds) return
        let at = root
        for (const name of names) {
          const next = at.next.get(row[name]) ?? branch()
          at.next.set(row[name], next)
          at = next
        }
        at.kind ??= examples.push({ column, example: row }) - 1
      }
    },
    isAmong: (row, numbers) =>
      numbers.size > 0 &&
      roots.some(({ names, root }) => {
        let at: Branch | undefined = root
        for (const name of names) at = at?.next.get(row[name])
        return at?.kind !== undefined && numbers.has(at.kind)
      })
  }
}

const branch = (): Branch => ({ next: new Map() })
