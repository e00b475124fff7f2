import { Authority } from '../authority'
import { test as base, expect } from '../fixtures'
import { Cable } from './cable'
import type { TenantOptions } from './control'

interface Fixtures {
  /** Of the tenant of this test. */
  tenantOptions: TenantOptions
  cable: Cable
  /** What the tenant got, as `POST /oidc/token`, of requests for paths like this. */
  received: (path: RegExp) => Promise<string[]>
  /** Resolves when the tenant has got a request for the path that it was told to hold. */
  untilHeld: (path: string) => Promise<void>
  /** Lets the held request be handled. Resolves when its answer has left the tenant, whether the cable carries it or not. */
  untilHandled: (path: string) => Promise<void>
}

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

  untilHeld: async ({ cable }, use) => {
    await use(async (path) => {
      const held = async () => (await cable.log()).requests.filter((request) => request.path === path).at(-1)
      await expect.poll(async () => (await held())?.status === undefined && (await held()) !== undefined).toBe(true)
    })
  },

  untilHandled: async ({ cable }, use) => {
    await use(async (path) => {
      await cable.tell({ do: 'release' })
      const last = async () => (await cable.log()).requests.filter((request) => request.path === path).at(-1)
      await expect.poll(async () => (await last())?.status).toBe(200)
    })
  }
})
export { expect }
