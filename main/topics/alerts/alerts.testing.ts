import { expect, onTestFinished, vi } from 'vitest'
import type { AlertList } from '../../../contract/alerts'
import type { YoungAnswers } from '../../facts/accountFacts'
import type { SeenDevice } from '../../facts/habits'
import { createAccountMemory } from '../../facts/memory'
import type { Notice } from '../../facts/noticeText'
import { temporaryFolder } from '../../ground/temporaryFolder.testing'
import { inMemory } from '../../vault/memory'
import { unsealed } from '../../vault/sealing'
import { signedInDesk } from '../removal/removal.testing'
import { createAlerts } from './handlers'

/** The people of the sandbox, by their place in its list. */
export const [ada, ben, theo] = [0, 1, 5] as const
export const minute = 60_000

/** Opens the app for one person. `again` is its next start, or another process with the same files. */
export async function open(person: number) {
  const desk = await signedInDesk(person)
  onTestFinished(async () => {
    vi.useRealTimers()
    await desk.close()
  })
  const profile = await temporaryFolder()
  const vault = inMemory()
  const notices: Notice[] = []
  const waiting: number[] = []
  const tenant: { devices?: SeenDevice[]; complete?: boolean; young?: YoungAnswers; clockError?: number } = {}
  function again() {
    const memory = createAccountMemory({
      vault,
      sealing: unsealed,
      profile,
      issuer: desk.tenant.issuer,
      sub: () => desk.session.sub(),
      log: () => undefined
    })
    const alerts = createAlerts({
      client: desk.client,
      memory,
      followFactors: () => () => Promise.resolve(),
      young: (youngMs) => (youngMs > 0 ? (tenant.young ?? {}) : {}),
      readDevices: () =>
        Promise.resolve(tenant.devices && { devices: tenant.devices, complete: tenant.complete ?? true }),
      signedInAt: () => desk.session.signedInAt(),
      clockError: () => tenant.clockError,
      ownApp: desk.tenant.appId,
      ownSystem: 'Linux',
      attention: {
        isVisible: () => true,
        onChange: () => () => undefined
      },
      firstMs: 0,
      notify: (notice) => notices.push(notice),
      language: () => 'en',
      tell: (_, data) => waiting.push((data as { waiting: number }).waiting),
      onChanged: () => undefined,
      // The clock of a test may be set later.
      now: () => Date.now(),
      log: () => undefined
    })
    return {
      alerts,
      /** Lets the scheduler look, as after a start. */
      async lookByItself(): Promise<void> {
        const readAt = async () => (await alerts.handlers['alerts:read'](undefined)).readAt
        const before = await readAt()
        alerts.begin()
        await expect.poll(readAt).not.toBe(before)
        await alerts.settled?.()
        alerts.reset?.()
      },
      look: async (): Promise<AlertList> => alerts.handlers['alerts:look'](undefined),
      answer: async (id: string, answer: 'me' | 'notMe') => alerts.handlers['alerts:answer']({ id, answer }),
      changes: async () => (await alerts.handlers['alerts:readChanges']({ since: 0 })).changes,
      sinceVisit: async () => alerts.handlers['alerts:readChanges']({})
    }
  }
  return { ...desk, ...again(), again, profile, notices, waiting, tenant }
}

/** Lets the clock of app and tenant go on. */
export function pass(ms: number): void {
  const now = Date.now() + ms
  if (!vi.isFakeTimers()) vi.useFakeTimers({ toFake: ['Date'] })
  vi.setSystemTime(now)
}
