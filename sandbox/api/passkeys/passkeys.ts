import { z } from 'zod'
import { withBody, type Call, type Endpoints } from '../../protocol/endpoint'
import { Refusal } from '../../protocol/envelope'
import type { Passkey } from '../../people/people'

const pageQuery = z.object({
  page: z.coerce.number().int().min(1).default(1),
  limit: z.coerce.number().int().min(1).max(50).default(10)
})
const renaming = z.strictObject({ name: z.string().trim().min(1).max(64), credentialId: z.string().optional() })

/** List, rename and remove a person's passkeys. Passkeys are created in a browser only. */
export const passkeyEndpoints: Endpoints = {
  'GET /api/v3/webauthn/credentials': ({ person, query }) => {
    const asked = pageQuery.safeParse(Object.fromEntries(query)).data
    if (asked === undefined) throw new Refusal('argument')
    const first = (asked.page - 1) * asked.limit
    return { totalCount: person.passkeys.length, list: person.passkeys.slice(first, first + asked.limit) }
  },
  'PUT /api/v3/webauthn/credentials/{id}': withBody(renaming, ({ name, credentialId }, call) => {
    const passkey = passkeyOf(call)
    if (credentialId !== undefined && credentialId !== passkey.credentialId) throw new Refusal('argument')
    passkey.name = name
    return { success: true }
  }),
  'DELETE /api/v3/webauthn/credentials/{id}': remove,
  'POST /api/v3/webauthn/remove-credential/{id}': remove
}

function passkeyOf({ person, id }: Call): Passkey {
  const passkey = person.passkeys.find(({ credentialId }) => credentialId === id)
  if (passkey === undefined) throw new Refusal('notFound')
  return passkey
}

function remove(call: Call) {
  const passkey = passkeyOf(call)
  call.person.passkeys = call.person.passkeys.filter((candidate) => candidate !== passkey)
  return { success: true }
}
