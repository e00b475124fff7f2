import { expect, it } from 'vitest'
import { browsers } from '../../sandbox/people/browsers'
import { browserFamily, systemFamily } from './families'

it.each([
  [browsers.chromeOnWindows.userAgent, 'Chrome', 'Windows'],
  [browsers.firefoxOnMac.userAgent, 'Firefox', 'macOS'],
  [browsers.safariOnIphone.userAgent, 'Safari', 'iOS'],
  [browsers.firefoxOnLinux.userAgent, 'Firefox', 'Linux'],
  [`${browsers.chromeOnWindows.userAgent} Edg/143.0.0.0`, 'Edge', 'Windows'],
  ['Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/143.0 Mobile Safari/537.36', 'Chrome', 'Android'],
  ['chrome/114.0.0.0', 'Chrome', undefined],
  ['Mac OS', undefined, 'macOS'],
  ['Windows 10', undefined, 'Windows'],
  ['Ubuntu', undefined, 'Linux'],
  ['', undefined, undefined],
  ['TempleOS', undefined, undefined]
])('%s is of these families', (text, browser, system) => {
  expect([browserFamily(text), systemFamily(text)]).toEqual([browser, system])
})
