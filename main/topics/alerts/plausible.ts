import type { Answers } from './reading'

/** The time by which two clocks that are right may differ, in ms. */
const apartMs = 2 * 60_000

/**
 * Returns the answers without moments that have not come yet by the tenant's own clock. A sign-in of next year would make
 * every other one of this year count as judged.
 */
export function plausible(answers: Answers, tenantNow: number): Answers {
  const isPast = (at: number | undefined): boolean => at === undefined || at <= tenantNow + apartMs
  const { signIns, devices } = answers
  return {
    ...answers,
    ...(signIns && { signIns: signIns.filter(({ at }) => isPast(at)) }),
    ...(devices && {
      devices: {
        ...devices,
        devices: devices.devices.map((one) => (isPast(one.lastLoginAt) ? one : { ...one, lastLoginAt: undefined }))
      }
    })
  }
}
