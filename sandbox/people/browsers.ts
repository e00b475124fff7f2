/** A browser as it names itself, and as the vendor's servers take that apart. */
export interface Browser {
  userAgent: string
  device: string
  browser: string
  os: string
}

export const browsers = {
  chromeOnWindows: {
    userAgent:
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36',
    device: 'Desktop',
    browser: 'Chrome',
    os: 'Windows'
  },
  edgeOnWindows: {
    userAgent:
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36 Edg/143.0.0.0',
    device: 'Desktop',
    browser: 'Edge',
    os: 'Windows'
  },
  firefoxOnMac: {
    userAgent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:146.0) Gecko/20100101 Firefox/146.0',
    device: 'Desktop',
    browser: 'Firefox',
    os: 'Mac OS'
  },
  safariOnIphone: {
    userAgent:
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1',
    device: 'Mobile',
    browser: 'Mobile Safari',
    os: 'iOS'
  },
  firefoxOnLinux: {
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:146.0) Gecko/20100101 Firefox/146.0',
    device: 'Desktop',
    browser: 'Firefox',
    os: 'Linux'
  }
} satisfies Record<string, Browser>

export type BrowserName = keyof typeof browsers

/** Returns what the vendor's servers would make of a browser's name for itself. */
export const browserNamed = (userAgent: string): Browser => ({
  userAgent,
  device: /Mobile|iPhone|Android/.test(userAgent) ? 'Mobile' : 'Desktop',
  browser: userAgent.includes('Firefox') ? 'Firefox' : 'Chrome',
  os: ['Windows', 'Mac OS', 'Linux'].find((name) => userAgent.includes(name)) ?? 'Linux'
})
