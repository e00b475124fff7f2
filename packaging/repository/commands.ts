import { writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { z } from 'zod'
import type { InstallationKind } from '../../main/topics/updates/installation'
import { releaseNotice, targetNames } from '../../main/topics/updates/release'
import { draftRoot, draftTargets, type Files } from './drafts'
import { type Cost, readAs, readKeyFile, readPublicKey, writeKeyFile } from './keyFile'
import { generatePrivateKey, idOf, keyRoles, signerOf } from './keys'
import { draft, signed, textOf } from './metadata'
import { Refusal } from '../refusal'
import { signOnline } from './online'
import { often, once, optionsOf } from './options'
import { summaryOf } from './summary'
import { accept, addTarget, newestRoot, newestTargets } from './updateFolder'
import { verifyRepository } from './verifyRepository'

export interface Surroundings {
  say: (line: string) => void
  /** Asks the holder of the key for its passphrase. */
  passphrase: (question: string) => Promise<string>
  now: () => Date
  /** The cost of one guess at the passphrase of a new key. Tests create many keys and need a low cost. */
  cost: Cost
}

/** @throws Refusal */
type Command = (args: readonly string[], surroundings: Surroundings) => Promise<void>

const repository = once
const question = 'Passphrase: '

/** Creates a key, on the computer of its future holder. */
const keys: Command = async (args, { say, passphrase, cost }) => {
  const { role, out } = optionsOf(args, z.strictObject({ role: once.pipe(z.enum(keyRoles)), out: once }))
  const key = generatePrivateKey()
  await writeKeyFile(out, { role, key }, await passphrase('A new passphrase: '), cost)
  say(`${out} is the key, for its holder alone. ${out}.pub goes to whoever prepares the root.`)
  say(`Its id is ${idOf(signerOf(key).key)}.`)
}

/** Prepares the next root, with these keys in place of the previous ones. */
const root: Command = async (args, { say, now }) => {
  const options = optionsOf(
    args,
    z.strictObject({ repository, 'root-key': often, 'targets-key': once, 'online-key': once, draft: once })
  )
  const roots = await Promise.all(options['root-key'].map((path) => readPublicKey(path, 'root')))
  if (new Set(roots.map(idOf)).size < 3)
    throw new Refusal('A root takes three different keys, so that one may be lost.')
  const document = draftRoot(
    (await newestRoot(options.repository))?.signed,
    {
      root: roots,
      threshold: 2,
      targets: await readPublicKey(options['targets-key'], 'targets'),
      online: await readPublicKey(options['online-key'], 'online')
    },
    now()
  )
  await writeFile(options.draft, textOf(document))
  say(summaryOf(document))
}

/** @throws Refusal that names what the app would reject */
function readNotice(notice: unknown) {
  const read = releaseNotice.safeParse(notice)
  if (read.success) return read.data
  const wrong = read.error.issues.map(({ path, message }) => `${path.join('.') || 'minimum'} (${message})`)
  throw new Refusal(`The app would not take this release: ${wrong.join(', ')}.`)
}

/** @throws Refusal if a file's name is not the one that `npm run package` gives this kind of package of a release */
function refuseOtherPackage(kind: InstallationKind, path: string, version: string): void {
  const [name, ending] = [basename(path), targetNames[kind].replace(/^[^.]*/, '')]
  const begins = ['-', '_'].some((dash) => name.startsWith(`holdfast${dash}${version}${dash}`))
  if (begins && name.endsWith(ending)) return
  throw new Refusal(`${name} does not say by its name that it is version ${version}, for a release, as ${kind}.`)
}

/** Prepares the next targets, with the packages of a release. */
const add: Command = async (args, { say, now }) => {
  const kind = once.optional()
  const {
    repository: folder,
    version,
    minimum,
    released,
    notes,
    draft: path,
    ...packages
  } = optionsOf(
    args,
    z.strictObject({
      repository,
      version: once,
      minimum: once,
      released: once,
      notes: once,
      draft: once,
      ...({ deb: kind, rpm: kind, tarball: kind, mac: kind, windows: kind } satisfies Record<
        InstallationKind,
        z.ZodType
      >)
    })
  )
  const notice = readNotice({ version, minimum, released, notes: await readAs(notes, z.unknown()) })
  const files: Files = {}
  const given = Object.entries(packages) as [InstallationKind, string | undefined][]
  for (const [each, file] of given) if (file !== undefined) refuseOtherPackage(each, file, version)
  for (const [each, file] of given) {
    if (file !== undefined) files[each] = await addTarget(folder, targetNames[each], file)
  }
  if (Object.keys(files).length === 0) throw new Refusal('A release has at least one package, for example --deb FILE.')
  const document = draftTargets((await newestTargets(folder))?.signed, { notice, files }, now())
  await writeFile(path, textOf(document))
  say(summaryOf(document))
}

/** Prepares the next targets with the same release, for another year or for another key. */
const renew: Command = async (args, { say, now }) => {
  const { repository: folder, draft: path } = optionsOf(args, z.strictObject({ repository, draft: once }))
  const document = draftTargets((await newestTargets(folder))?.signed, undefined, now())
  await writeFile(path, textOf(document))
  say(summaryOf(document))
}

/** Signs a draft, on the computer of the key's holder. */
const sign: Command = async (args, { say, passphrase }) => {
  const { draft: path, key } = optionsOf(args, z.strictObject({ draft: once, key: once }))
  const document = await readAs(path, draft)
  say(summaryOf(document))
  const signer = await readKeyFile(key, await passphrase(question))
  await writeFile(path, textOf(signed(document, signer)))
  say(`Signed with ${signer.id}.`)
}

/** Accepts a draft into the repository once enough keys have signed it. */
const acceptDraft: Command = async (args, { say }) => {
  const { repository: folder, draft: path } = optionsOf(args, z.strictObject({ repository, draft: once }))
  const document = await readAs(path, draft)
  await accept(folder, document)
  say(summaryOf(document))
}

/** Signs the files that clients ask for each day. */
const timestamp: Command = async (args, { say, passphrase, now }) => {
  const { repository: folder, key } = optionsOf(args, z.strictObject({ repository, key: once }))
  await signOnline(folder, await readKeyFile(key, await passphrase(question)), now())
  say('Signed for the next seven days.')
}

/** Checks the repository as a client would that starts with this root. */
const verify: Command = async (args, { say, now }) => {
  const { repository: folder, root: path } = optionsOf(args, z.strictObject({ repository, root: once }))
  for (const line of await verifyRepository(folder, path, now())) say(line)
}

const commands = new Map<string | undefined, Command>(
  Object.entries({ keys, root, add, renew, sign, accept: acceptDraft, timestamp, verify })
)

/** @throws Refusal */
export async function runCommand([name, ...args]: readonly string[], surroundings: Surroundings): Promise<void> {
  const command = commands.get(name)
  if (!command)
    throw new Refusal(`Name one of these: ${[...commands.keys()].join(', ')}. docs/UPDATES.md explains them.`)
  await command(args, surroundings)
}
