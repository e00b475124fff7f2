import fc from 'fast-check'
import { expect, it } from 'vitest'
import { languages } from '../../contract/fields'
import { systemText } from '../ground/words'
import { isDangerousVariable, isPackagedRuntime, refusedSwitch } from './launchRules'

const start = (...args: string[]) => refusedSwitch(['/opt/holdfast', ...args], false)

it('starts with our own options and with what only changes how the window is drawn', () => {
  expect(start()).toBeUndefined()
  expect(start('--host=https://a.example', '--app-id=1', '--lang=zh-CN', '--profile=/tmp/x')).toBeUndefined()
  expect(start('--ozone-platform=wayland', '--force-device-scale-factor=2', '--DISABLE-GPU')).toBeUndefined()
})

it('refuses what opens the app to others, however it is written', () => {
  for (const written of ['--no-sandbox', '-no-sandbox', '--No-Sandbox', ' --no-sandbox', '--no-sandbox=1']) {
    expect((start('--lang=en', written) ?? 'accepted').toLowerCase()).toMatch(/^--?no-sandbox$/)
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

it('allows two switches by which a test drives a copy whose fuse lets a debugger in', () => {
  const driven = ['--inspect=0', '--remote-debugging-port=0']
  const startDriven = (...args: string[]) => refusedSwitch(['/opt/holdfast', ...args], false, true)
  expect(startDriven(...driven, '--host=https://a.example')).toBeUndefined()
  for (const argument of driven) expect(start(argument)).toBe(argument.replace('=0', ''))
  for (const other of [
    '--inspect-brk',
    '--inspect-port=0',
    '--remote-debugging-pipe',
    '--no-sandbox',
    '--js-flags=x'
  ]) {
    expect(startDriven(...driven, other)).toBe(other.replace(/=.*/, ''))
  }
})

it('is not misled by the words before or after a switch', () => {
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

it('runs a packaged app on the Electron that its packager wrote down, and on no other', () => {
  expect(isPackagedRuntime({ electronVersion: '45.4.1' }, '45.4.1')).toBe(true)
  for (const manifest of [{ electronVersion: '45.4.0' }, { electronVersion: 45 }, {}, null, '45.4.1']) {
    expect([manifest, isPackagedRuntime(manifest, '45.4.1')]).toEqual([manifest, false])
  }
})

it.each(languages)('says in one sentence what it refuses, in %s', (language) => {
  expect(systemText(language, 'start.switch', { name: '--inspect' })).toContain('--inspect')
  expect(systemText(language, 'start.runtime', { name: '9.9.9' })).toContain('9.9.9')
})
