import { type Browser, browsers } from './browsers'
import type { Person } from './people'

/** A device as the vendor's servers know it. Moments are in ms since the epoch. */
export interface KnownDevice {
  deviceId: string
  type: 'Browser' | 'Mobile' | 'Desktop'
  name: string
  version: string
  /** The vendor's servers leave it empty for a browser. */
  mod: string | null
  os: string
  status: 'activated' | 'suspended' | 'deactivated'
  userAgent: string
  lastLoginAt: number
  lastIp: string
  online: boolean
}

const hour = 3_600_000
const day = 24 * hour

type Facts = Partial<KnownDevice> & { ago: number }

/** Returns the devices of a person before `start`. The same person has the same devices in each sandbox. */
export function devicesOf({ account, userId, past }: Person, start: number): KnownDevice[] {
  const own =
    byName[account.split('.')[0] ?? ''] ?? past.browsers.map((name) => ofBrowser(browsers[name], { ago: day }))
  return own.map(({ ago, ...facts }, index) => ({
    deviceId: `${userId.slice(-4)}-${index}`,
    type: 'Browser',
    name: '',
    version: '',
    mod: null,
    os: '',
    status: 'activated',
    userAgent: '',
    lastLoginAt: start - ago,
    lastIp: '198.51.100.7',
    online: false,
    ...facts
  }))
}

/** Returns what the vendor's servers would list of a browser that signs in. */
export function ofBrowser(browser: Browser, facts: Facts): Facts {
  const version = /(?:Chrome|Firefox|Version)\/([\d.]+)/.exec(browser.userAgent)?.[1] ?? '1.0'
  const { os, userAgent } = browser
  return { name: `${browser.browser.toLowerCase()}/${version}`, version, os, userAgent, ...facts }
}

const iphone = (ago: number): Facts => ({
  ...ofBrowser(browsers.safariOnIphone, { ago }),
  type: 'Mobile',
  name: 'iPhone',
  mod: 'iPhone17,1',
  online: true
})

const tablet = (ago: number): Facts => ({
  type: 'Mobile',
  name: 'Ward tablet',
  version: '4.2',
  mod: 'SM-X210',
  os: 'Android',
  userAgent: 'Rota/4.2 (Android 15; SM-X210)',
  ago
})

const chromes = [5, 60, 400, 1_100, 1_800, 96 * 24].map((hours) =>
  ofBrowser(browsers.chromeOnWindows, { ago: hours * hour, lastIp: '203.0.113.40' })
)

/** These people have other devices than the browsers of their history, by the first part of their account. */
const byName: Readonly<Record<string, readonly Facts[]>> = {
  ada: [
    iphone(2 * hour),
    tablet(20 * hour),
    ...chromes,
    ofBrowser(browsers.firefoxOnMac, { ago: 12 * day, status: 'suspended' })
  ],
  omar: [
    iphone(hour),
    ...Array.from({ length: 400 }, (_, index) =>
      ofBrowser(index % 4 === 0 ? browsers.firefoxOnMac : browsers.chromeOnWindows, { ago: 91 * day + index * hour })
    )
  ]
}
