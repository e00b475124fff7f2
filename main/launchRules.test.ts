import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isDangerousVariable, refusalText, refusedSwitch } from './launchRules'

const start = (...args: string[]) => refusedSwitch(['/opt/holdfast', ...args], false)

it('starts with our own options and with what only changes how the window is drawn', () => {
  expect(start()).toBeUndefined()
  expect(start('--host=https://a.example', '--app-id=1', '--lang=zh-CN', '--profile=/tmp/x')).toBeUndefined()
  expect(start('--ozone-platform=wayland', '--force-device-scale-factor=2', '--DISABLE-GPU')).toBeUndefined()
})

it('refuses what opens the app to others, however it is written', () => {
  for (const written of ['--no-sandbox', '-no-sandbox', '--No-Sandbox', ' --no-sandbox', '--no-sandbox=1']) {
    expect(start('--lang=en', written)?.toLowerCase()).toMatch(/^--?no-sandbox$/)
  }
  expect(refusedSwitch(['holdfast.exe', '/no-sandbox'], true)).toBe('/no-sandbox')
  expect(start('/home/somebody')).toBeUndefined()
})

it('refuses every switch that it does not know, and says only its name', () => {
  const name = fc.stringMatching(/^[a-z]{3,20}-[a-z]{3,20}-x$/)
  fc.assert(
    fc.property(name, fc.string(), (unknown, value) => {
      expect(start(`--${unknown}=${value}`)).toBe(`--${unknown}`)
    })
  )
})

it('is not led astray by what comes before or after', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), fc.array(fc.string()), (before, after) => {
      expect(start(...before, '--remote-debugging-port=1', ...after)).toBeDefined()
    })
  )
})

it('knows the variables that change what runs or weaken TLS, and leaves the others', () => {
  for (const name of [
    'NODE_OPTIONS',
    'NODE_TLS_REJECT_UNAUTHORIZED',
    'NODE_EXTRA_CA_CERTS',
    'SSLKEYLOGFILE',
    'ELECTRON_ENABLE_LOGGING',
    'electron_run_as_node'
  ]) {
    expect([name, isDangerousVariable(name)]).toEqual([name, true])
  }
  for (const name of ['PATH', 'HOME', 'LANG', 'DBUS_SESSION_BUS_ADDRESS', 'XDG_RUNTIME_DIR', 'HTTPS_PROXY', 'NODE']) {
    expect([name, isDangerousVariable(name)]).toEqual([name, false])
  }
})

it('says in one sentence what it refuses, in both languages', () => {
  expect(refusalText.en('--inspect')).toContain('--inspect')
  expect(refusalText['zh-CN']('--inspect')).toContain('--inspect')
})
