import { expect, it } from 'vitest'
import type { ActivityExport } from '../../../contract/activity'
import type { ChosenFile } from '../../ground/ports'
import { createExports } from './exportJob'
import { createSignInList } from './signInList'

/** Returns exports of a list of 1,200 sign-ins that is known whole, and what they write. */
async function open(onPiece: () => void = () => undefined) {
  const rows = Array.from({ length: 1_200 }, (_, index) => ({ at: 5_000 - index, success: true }))
  const arrived: typeof rows = []
  const list = createSignInList(() => {
    const all = [...arrived, ...rows]
    return Promise.resolve({ rows: all, length: all.length, total: all.length })
  })
  await list.readOlder()
  const written: string[] = []
  const told: ActivityExport[] = []
  let choose: (file: ChosenFile) => void = () => undefined
  const exports = createExports({
    chooseFile: () => new Promise((resolve) => (choose = resolve)),
    onChanged: (state) => told.push(state)
  })
  const session = new AbortController()
  const started = exports.start({ list, filter: {}, format: 'csv' }, session.signal)
  const file: ChosenFile = {
    name: 'sign-ins.csv',
    write(pieces) {
      for (const piece of pieces) {
        written.push(piece)
        onPiece()
      }
      return Promise.resolve()
    }
  }
  return { arrived, list, exports, session, started, written, told, choose: () => choose(file) }
}

it('writes nothing if the session ended while the person chose a place', async () => {
  const { session, started, choose, exports, written, told } = await open()
  session.abort()
  choose()
  expect(await started).toBeUndefined()
  await exports.end()
  expect([written, told]).toEqual([[], []])
})

it('stops in the middle of the file once it is cancelled', async () => {
  const { started, choose, exports, written, told } = await open(() => {
    const state = exports.state()
    if (state.phase === 'running') exports.cancel(state.id)
  })
  choose()
  await started
  await expect.poll(() => told.at(-1)?.phase).toBe('cancelled')
  expect(written).toHaveLength(1)
})

it('writes the sign-ins that arrived since the list was read, and leaves the list on screen as it is', async () => {
  const { arrived, list, started, choose, written, told } = await open()
  arrived.push({ at: 6_000, success: false })
  choose()
  await started
  await expect.poll(() => told.at(-1)).toMatchObject({ phase: 'finished', result: { signIns: 1_201 } })
  expect(written.join('')).toContain(new Date(6_000).toISOString())
  expect(list.progress().signIns).toBe(1_200)
})
