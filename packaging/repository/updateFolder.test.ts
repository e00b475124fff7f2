import { beforeEach, expect, it } from 'vitest'
import { temporaryFolder } from '../../main/ground/temporaryFolder.testing'
import { draftTargets } from './drafts'
import { isSignedBy } from './metadata'
import { newSigners, noticeOf, publish, rotate, signedByAll } from './repository.testing'
import { accept, newestRoot, newestTargets } from './updateFolder'

const now = new Date('2026-11-28T12:00:00Z')
const signers = newSigners()

let folder: string
beforeEach(async () => {
  folder = await temporaryFolder()
  await rotate(folder, signers, [], now)
  await publish(folder, signers, { version: '1.1.0', content: 'a package' }, now)
})

it.each([1, 3])('refuses a draft that is not the next one: number %i after number 1', async (version) => {
  const draft = draftTargets(undefined, { notice: noticeOf('1.2.0'), files: {} }, now)
  const skipped = signedByAll({ ...draft, signed: { ...draft.signed, version } }, [signers.targets])
  await expect(accept(folder, skipped)).rejects.toThrow(`The next targets is number 2, and this draft is number`)
  expect(await newestTargets(folder)).toMatchObject({ signed: { version: 1 } })
})

it('does not count one key twice, under a second name', async () => {
  const [root, targets] = [await newestRoot(folder), await newestTargets(folder)]
  if (!root || !targets) throw new Error('nothing was published')
  const { id, key } = signers.targets
  const second = 'f'.repeat(64)
  const judge = { ...root.signed, keys: { ...root.signed.keys, [second]: key } }
  judge.roles = { ...judge.roles, targets: { keyids: [id, second], threshold: 2 } }
  const twice = targets.signatures.flatMap((signature) => [signature, { ...signature, keyid: second }])
  expect(isSignedBy(judge, { ...targets, signatures: twice })).toBe(false)
  judge.roles.targets.threshold = 1
  expect(isSignedBy(judge, targets)).toBe(true)
})
