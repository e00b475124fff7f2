import { Authority } from '../support/authority'
import { test as base, expect, type Holdfast } from '../fixtures'
import { Cable } from './cable'
import type { LoggedRequests, TenantOptions } from './control'

interface Fixtures {
  /** The options of this test's tenant. */
  tenantOptions: TenantOptions
  cable: Cable
  /** Resolves with the requests that the tenant received for matching paths, each as `POST /oidc/token`. */
  received: (path: RegExp) => Promise<string[]>
  /** The app after the sign-in of a person with two methods. Both lists have loaded. */
  atList: Holdfast
  /** Resolves when the tenant has received a request for the path that it was told to hold. */
  untilHeld: (path: string) => Promise<void>
  /**
   * Lets the tenant handle the held request. Resolves when its answer has left the tenant, even if the cable does not carry
   * it.
   */
  untilHandled: (path: string) => Promise<void>
}

type LoggedRequest = LoggedRequests['requests'][number]

/** Resolves with the last request that the tenant received for a path. */
const lastTo = async (cable: Cable, path: string): Promise<LoggedRequest | undefined> =>
  (await cable.log()).requests.filter((request) => request.path === path).at(-1)

export const test = base.extend<Fixtures>({
  tenantOptions: [{}, { option: true }],

  // eslint-disable-next-line no-empty-pattern -- Playwright reads the dependencies from the pattern
  cable: async ({}, use) => {
    const cable = new Cable()
    await use(cable)
    await cable.mend()
  },

  tenant: async ({ cable, tenantOptions }, use) => use(await cable.begin(tenantOptions)),

  keyring: async ({ keyring }, use) => {
    await new Authority(process.env['HOLDFAST_CABLE_AUTHORITY'] ?? '').trust(keyring.env['HOME'] ?? '')
    await use(keyring)
  },

  received: async ({ cable }, use) => {
    await use(async (path) => {
      const { requests } = await cable.log()
      return requests.filter((request) => path.test(request.path)).map(({ method, path: to }) => `${method} ${to}`)
    })
  },

  atList: async ({ holdfast, signInAs }, use) => {
    await signInAs(holdfast, 1)
    await holdfast.methods.untilLive()
    await use(holdfast)
  },

  untilHeld: async ({ cable }, use) => {
    await use(async (path) => {
      const isHeld = (request: LoggedRequest | undefined) => request !== undefined && request.status === undefined
      await expect.poll(async () => isHeld(await lastTo(cable, path))).toBe(true)
    })
  },

  untilHandled: async ({ cable }, use) => {
    await use(async (path) => {
      await cable.tell({ do: 'release' })
      await expect.poll(async () => (await lastTo(cable, path))?.status).toBe(200)
    })
  }
})
export { expect }
