import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Sandbox, startSandbox } from '../../../sandbox'
import { discoverOidc } from './oidc'
import { fetchFor, signedIn, tenantOf } from '../tenant.testing'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox()
})
afterAll(() => sandbox.close())

it('revokes a refresh token, which is then of no use', async () => {
  const credential = await signedIn(sandbox)
  const oidc = await discoverOidc(tenantOf(sandbox), fetchFor(tenantOf(sandbox)))
  await oidc.revoke(credential.refreshToken)
  await expect(oidc.refresh(credential)).rejects.toMatchObject({ code: 'sessionEnded' })
})
