import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { refusedMachineFile } from '../../contract/machineFile'
import { temporaryFolder } from '../ground/temporaryFolder.testing'
import { readFromRegistry, readPolicyFile, readPreferenceFile } from './machineFile'
import { readManagedPreferences } from './managedPreferences'
import { readRegistry, registryKey } from './registry'

let top: string
let path: string
beforeEach(async () => {
  top = await temporaryFolder()
  chmodSync(top, 0o755)
  path = join(top, 'policy.json')
})

const file = () => ({ path, top, owner: { uid: process.getuid?.() ?? 0, name: 'root:root' } })
const text = '{"host":"id.fernhill.example","appId":"app-1"}'

describe.skipIf(process.platform === 'win32')('the machine’s file', () => {
  it('names the tenant, as a start option would', () => {
    writeFileSync(path, text)
    expect(readPolicyFile(file())).toMatchObject({
      state: 'inForce',
      path,
      tenant: { host: 'https://id.fernhill.example', appId: 'app-1', issuer: 'https://id.fernhill.example/oidc' }
    })
  })

  it.each([
    ['UTF-16 with its mark', Buffer.from(`\u{feff}${text}`, 'utf16le'), 1, 1],
    ['UTF-16 without a mark', Buffer.from(text, 'utf16le'), 1, 1],
    ['Latin-1', Buffer.from(`{\n"organisation":"Klinik Fürth",${text.slice(1)}`, 'latin1'), 2, 25]
  ])('is refused in %s', (_encoding, bytes, line, column) => {
    writeFileSync(path, bytes)
    const mistakes = [{ code: 'encoding', line, column }]
    expect(readPolicyFile(file())).toEqual({ state: 'refused', path, problem: { kind: 'mistakes', mistakes, more: 0 } })
  })

  it('is shown with its first 20 mistakes and the number of the others, as the contract allows', () => {
    writeFileSync(path, `${text.slice(0, -1)},${Array.from({ length: 30 }, (_, n) => `\n"x${n}x":1`).join(',')}}`)
    const { state, ...refused } = readPolicyFile(file())
    expect(state).toBe('refused')
    expect(refusedMachineFile.parse(refused)).toMatchObject({ problem: { more: 10, mistakes: { length: 20 } } })
  })
})

describe.skipIf(process.platform === 'win32')('managed preferences of macOS', () => {
  const read = (printed: string) => readPreferenceFile(file(), (list) => readManagedPreferences(list, () => printed))
  beforeEach(() => writeFileSync(path, 'bplist00'))

  it('name the tenant', () => {
    expect(read(text)).toMatchObject({ state: 'inForce', policy: { appId: 'app-1' }, lines: {} })
  })

  it('are named by their keys if they are wrong, because a list has no lines', () => {
    const mistakes = [{ code: 'notText', key: 'appId' }]
    expect(read('{"host":"id.fernhill.example","appId":5}')).toMatchObject({ state: 'refused', problem: { mistakes } })
  })

  it('are refused if the program prints no JSON', () => {
    expect(read('not a list')).toMatchObject({ state: 'refused', problem: { mistakes: [{ code: 'syntax' }] } })
  })
})

describe('the registry of Windows', () => {
  const head = 'Windows Registry Editor Version 5.00\r\n\r\n[HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies]\r\n\r\n'
  const tail = '\r\n\r\n[HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Other]\r\n"host"="id.other.example"\r\n'
  const key = (...lines: string[]) => [`[HKEY_LOCAL_MACHINE\\Software\\Policies\\Holdfast]`, ...lines].join('\r\n')
  const read = (exported: string) => readFromRegistry(() => readRegistry(() => exported))

  it('names the tenant, in Chinese too', () => {
    const values = ['"host"="id.fernhill.example"', '"appId"="app-1"', '"organisation"="羊齿山诊所"']
    const written = [...values, '"redirectPorts"="4180,4181"', '"furtherTenants"=dword:00000001']
    expect(read(head + key(...written) + tail)).toMatchObject({
      state: 'inForce',
      path: registryKey,
      policy: { organisation: '羊齿山诊所', redirectPorts: [4180, 4181], furtherTenants: true }
    })
  })

  it('may list the ports as several texts', () => {
    const ports = '"redirectPorts"=hex(7):34,00,31,00,38,00,30,00,00,00,34,00,31,00,\\\r\n  38,00,31,00,00,00,00,00'
    const values = ['"host"="id.fernhill.example"', '"appId"="app-1"', ports]
    expect(read(head + key(...values) + tail)).toMatchObject({ policy: { redirectPorts: [4180, 4181] } })
  })

  it('says nothing if it has no key of ours', () => {
    expect(read(head + tail)).toEqual({ state: 'absent' })
  })

  it('is named by the name of a value that is wrong', () => {
    const values = ['"host"=dword:00000005', '"app\\"Id"="x"', '"furtherTenants"=dword:00000002', '"appId"=hex:00']
    expect(read(head + key(...values))).toMatchObject({
      state: 'refused',
      problem: {
        mistakes: [
          { code: 'notText', key: 'host' },
          { code: 'notText', key: 'appId' },
          { code: 'notTrueOrFalse', key: 'furtherTenants' },
          { code: 'unknownKey', key: 'app"Id', suggestion: 'appId' }
        ]
      }
    })
  })

  it('is refused, not ignored, if it cannot be read', () => {
    const fails = () => {
      throw new Error('Access is denied.')
    }
    const problem = { kind: 'unreadable', path: registryKey }
    expect(readFromRegistry(() => readRegistry(fails))).toEqual({ state: 'refused', path: registryKey, problem })
  })
})
