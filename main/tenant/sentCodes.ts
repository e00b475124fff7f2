/** The shortest time between two codes for one target, in ms, because GenAuth sends one per minute. */
export const resendAfterMs = 60_000
