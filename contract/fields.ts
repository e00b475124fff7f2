/**
 * Bounds that schemas, the fields of the page, and tests share. The page loads this module without the schemas, because their
 * library builds functions from text, which the page's policy refuses. All lengths are the most that is allowed.
 */

/** Characters that may be typed as a number or an address. Both are far shorter, so no field cuts off an end. */
export const longestTyped = 1_000

/** Characters of a tenant's address and of an app id, as a person or a file gives them. */
export const longestHost = 2_048
export const longestAppId = 200

/** Characters of the name of a host, as DNS has it. */
export const longestHostName = 255

/** Characters of an address that a browser was sent back to. */
export const longestUrl = 8_192

/** Characters of a token that a person pastes. */
export const longestToken = 16_384

/** Characters of an organisation's name. */
export const longestOrganisation = 60

/** Characters of the name of a person, a passkey or a country. */
export const longestName = 120

/** Characters of the name that a person gives to a factor. */
export const longestLabel = 60

/** Characters of what a code is sent to or a person signs in with: an email address is the longest. */
export const longestTarget = 320

/** Characters of the id of a factor. */
export const longestFactorId = 256
/** The longest id of a passkey. */
export const longestCredentialId = 1024

/** Characters of the id of a device. */
export const longestDeviceId = 256

/** Devices of one person that are read. A longer list is cut, and the window says so. */
export const mostDevices = 1_000

/** Characters of a PIN or passphrase. */
export const longestPin = 128

/** Characters of a key in the machine's file, as a mistake names it. */
export const longestKey = 60

/** Characters of what a server or a browser says in its own words. */
export const longestDetail = 400

/** Characters of the name of a file. */
export const longestFileName = 255

/** The moment that is farthest from the epoch, in ms, before or after it. No date can hold a later one. */
export const farthestMoment = 8_640_000_000_000_000

/** Matches that a search in a list answers with. */
export const mostFound = 1_000

/** Kinds of sign-ins whose words a search compares. Any beyond are searched as the tenant names them. */
export const mostKinds = 1_000

/** Rows of one page of a list, so that no message between the window and main grows without bound. */
export const longestPage = 200

/** Tenants choose how long the codes are that they send. */
export const usualPasscode = 6
export const longestPasscode = 8
export const passcodePattern = /^\d{4,8}$/

/** Characters at the end of a recovery code that prove it was kept. */
export const recoveryCodeEnd = 4

/** The languages of the window, by their tags of BCP 47. */
export const languages = ['en', 'zh-CN'] as const

/** The settings as long as nobody has changed them. */
export const standardSettings = { language: 'system', theme: 'system', browser: 'system', updates: 'daily' } as const

/** The months between two fire drills, 0 for never. */
export const drillPaces = [1, 3, 6, 12, 0] as const

/** The things that a person can lose. */
export const losses = ['phone', 'laptop', 'mailbox', 'number'] as const
