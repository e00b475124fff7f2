import { defineComponent, h } from 'vue'
import { beforeEach, expect, it } from 'vitest'
import type { ErrorCode } from '../../contract/result'
import en from '../../locales/en/window.json'
import { useSettingsStore } from '../stores/settings'
import { appearance, installBridge, show } from '../bridge/bridge.testing'
import { useFailureText } from './useFailureText'

const errorCodes = Object.keys(en.errors) as ErrorCode[]

let words: ReturnType<typeof useFailureText>
beforeEach(() => {
  installBridge()
  show(
    defineComponent(() => {
      words = useFailureText()
      return () => h('i')
    })
  )
})

it.each([
  [7_200_000, 'This computer’s clock is 2 hours ahead of the server’s.'],
  [-420_000, 'This computer’s clock is 7 minutes behind the server’s.']
])('says which way a clock that is %d ms ahead is off, and by how much', (clockErrorMs, sentence) => {
  expect(words.text({ code: 'signInClockWrong', at: 0, clockErrorMs })).toBe(
    `${sentence} The sign-in could not be checked, and none of it was kept. Turn on automatic time in your system’s settings, then sign in again. If it is on already, the server’s clock is wrong: tell your help desk.`
  )
})

it('names who signed a certificate that is not trusted', () => {
  expect(words.text({ code: 'untrustedCertificate', at: 0, issuer: 'Proxy CA' })).toContain('“Proxy CA”')
})

it.each(['proxyPasswordNeeded', 'proxySchemeUnsupported', 'proxyUnreachable'] as const)(
  'names the proxy that is in the way in the words of %s',
  (code) => {
    expect(words.text({ code, at: 0, proxy: 'proxy.example:3128' })).toContain('proxy proxy.example:3128')
  }
)

it('never names an organisation without its host, whatever the failure', () => {
  useSettingsStore().appearance = { ...appearance, organisation: 'Ward 7' }
  const said = errorCodes.flatMap((code) => [words.title({ code, at: 0 }), words.text({ code, at: 0 })])
  expect(said.filter((text) => text.includes('Ward 7')).length).toBeGreaterThan(10)
  expect(said.filter((text) => text.replaceAll('Ward 7 (id.fernhill.example)', '').includes('Ward 7'))).toEqual([])
  expect(words.text({ code: 'untrustedCertificate', at: 0 })).toContain('The certificate of id.fernhill.example could')
})
