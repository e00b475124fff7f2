import { z } from 'zod'
import { releaseNotice, targetNames } from '../../main/topics/updates/release'
import { canonicalBytes, type Json } from './canonical'
import { hex, idOf, isSignature, keyId, type PublicKey, publicKey, type Signer } from './keys'

const common = { spec_version: z.literal('1.0.31'), version: z.int().min(1), expires: z.iso.datetime() }
const role = z.strictObject({ keyids: z.array(keyId).min(1), threshold: z.int().min(1) })

const root = z.strictObject({
  _type: z.literal('root'),
  ...common,
  consistent_snapshot: z.literal(true),
  keys: z.record(keyId, publicKey),
  roles: z.strictObject({ root: role, targets: role, snapshot: role, timestamp: role })
})
const targets = z.strictObject({
  _type: z.literal('targets'),
  ...common,
  targets: z.record(
    z.string().refine((name) => Object.values(targetNames).includes(name)),
    z.strictObject({
      length: z.int().min(1),
      hashes: z.strictObject({ sha256: hex(32), sha512: hex(64) }),
      // The notice is not parsed into another value, because the signature covers its exact form.
      custom: z.json().refine((notice) => releaseNotice.safeParse(notice).success)
    })
  )
})
const meta = z.strictObject({
  version: z.int().min(1),
  length: z.int(),
  hashes: z.strictObject({ sha256: z.string() })
})
const snapshot = z.strictObject({
  _type: z.literal('snapshot'),
  ...common,
  meta: z.strictObject({ 'targets.json': meta })
})
const timestamp = z.strictObject({
  _type: z.literal('timestamp'),
  ...common,
  meta: z.strictObject({ 'snapshot.json': meta })
})

const signatures = z.array(z.strictObject({ keyid: keyId, sig: z.string().regex(/^[0-9a-f]{128}$/) }))
/** The schemas of the files of a repository, as this program writes them. */
export const documents = {
  root: z.strictObject({ signatures, signed: root }),
  targets: z.strictObject({ signatures, signed: targets }),
  snapshot: z.strictObject({ signatures, signed: snapshot }),
  timestamp: z.strictObject({ signatures, signed: timestamp })
}
/** A person signs this metadata. A job signs the rest every day. */
export const draft = z.union([documents.root, documents.targets])

export type Root = z.infer<typeof root>
export type Targets = z.infer<typeof targets>
export type Meta = z.infer<typeof meta>
export type Document = z.infer<(typeof documents)[keyof typeof documents]>

export const specification = { spec_version: '1.0.31' } as const

export const textOf = (document: Json): string => `${JSON.stringify(document, null, 2)}\n`

/** Returns `document` with the signature of `signer` added to the others. */
export function signed<T extends Document>(document: T, signer: Signer): T {
  const others = document.signatures.filter(({ keyid }) => keyid !== signer.id)
  return {
    ...document,
    signatures: [...others, { keyid: signer.id, sig: signer.sign(canonicalBytes(document.signed)) }]
  }
}

/** Returns true if as many of the role's keys signed `document` as `by` asks for. */
export function isSignedBy(by: Root, document: Document): boolean {
  const { keyids, threshold } = by.roles[document.signed._type]
  const bytes = canonicalBytes(document.signed)
  const good = new Set(
    document.signatures
      .filter(({ keyid }) => keyids.includes(keyid))
      .filter(({ keyid, sig }) => isKeyOf(by.keys[keyid], keyid) && isSignature(by.keys[keyid], bytes, sig))
      .map(({ keyid }) => keyid)
  )
  return good.size >= threshold
}

const isKeyOf = (key: PublicKey | undefined, id: string): key is PublicKey => key !== undefined && idOf(key) === id

/** Returns a time in the form of TUF: UTC, in seconds. */
export const expiry = (now: Date, days: number): string =>
  new Date(now.getTime() + days * 86_400_000).toISOString().replace(/\.\d+Z$/, 'Z')
