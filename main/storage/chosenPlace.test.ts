import { randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import { temporaryFolder } from '../ground/temporaryFolder.testing'
import { removeUnfinished, replaceAt } from './chosenPlace'

let notes: string
let chosen: string
beforeEach(async () => {
  const folder = await temporaryFolder()
  notes = join(folder, 'notes')
  chosen = join(folder, 'documents')
  for (const one of [notes, chosen]) await mkdir(one)
})

const longAgo = new Date(Date.now() - 3_600_000)

/** Leaves what a process leaves that was killed while it wrote. Returns the place of the unfinished file. */
async function killed(noted?: object): Promise<string> {
  const id = randomUUID()
  const temporary = join(chosen, `sign-ins.csv.${id}.tmp`)
  const noteFile = join(notes, `saving-${id}.json`)
  await writeFile(temporary, 'half of it')
  await writeFile(noteFile, JSON.stringify(noted ?? { v: 1, temporary }))
  for (const path of [temporary, noteFile]) await utimes(path, longAgo, longAgo)
  return temporary
}

it('leaves the file alone at its place, and no note', async () => {
  const path = join(chosen, 'sign-ins.csv')
  await replaceAt(path, notes, async (file) => {
    const [noted = ''] = await readdir(notes)
    expect(await readFile(join(notes, noted), 'utf8')).toContain(path)
    await file.writeFile('all of it')
  })
  expect(await readFile(path, 'utf8')).toBe('all of it')
  expect(await readdir(chosen)).toEqual(['sign-ins.csv'])
  expect(await readdir(notes)).toEqual([])
})

it('names the unfinished file before there is one', async () => {
  await expect(replaceAt(join(chosen, 'a.csv'), join(notes, 'none'), () => Promise.resolve())).rejects.toMatchObject({
    code: 'ENOENT'
  })
  expect(await readdir(chosen)).toEqual([])
})

it('deletes what a killed process left, and its note', async () => {
  await killed()
  await removeUnfinished([notes])
  expect([await readdir(chosen), await readdir(notes)]).toEqual([[], []])
})

it('leaves alone what may be in use', async () => {
  const path = await killed()
  await utimes(path, new Date(), new Date())
  await removeUnfinished([notes])
  expect(await readdir(chosen)).toHaveLength(1)
  expect(await readdir(notes)).toHaveLength(1)
})

it.each([{ v: 1, temporary: '/etc/hostname' }, { v: 2 }, []])(
  'deletes nothing that it has not named: %j',
  async (noted) => {
    await writeFile(join(chosen, 'thesis.tex'), 'years of work')
    await killed(noted)
    await removeUnfinished([notes])
    expect(await readdir(chosen)).toHaveLength(2)
    expect(await readdir(notes)).toEqual([])
  }
)
