import { describe, expect, it } from 'vitest'
import { languages } from '../../contract/fields'
import { readOptions } from './options'
import { readTenant, type Tenant } from '../ground/tenant'
import { openMachine } from './machine'
import type { MachineFile } from './machineFile'
import { machineFileOf } from './machineFile.testing'
import { type Conflict, OtherTenantError, otherTenantText, refuseOtherTenant } from './otherTenant'

const named = { host: 'id.fernhill.example', appId: 'app-1' }
const optionsOf = (...argv: string[]) => readOptions(argv).configuration
const machineWith = (file: MachineFile, ...argv: string[]) => openMachine(() => file, optionsOf(...argv))

function tenant(host: string, appId: string): Tenant {
  const read = readTenant(host, appId)
  if (!read.ok) throw new Error(read.problem)
  return read.tenant
}
const own = tenant(named.host, named.appId)
const other = tenant('id.hillside.example', 'app-1')

describe('a computer', () => {
  it('without a file goes by the start options', () => {
    const machine = machineWith({ state: 'absent' }, '--host=id.hillside.example', '--app-id=app-1')
    expect(machine.configuration().tenant).toEqual(other)
    expect(machine.allows(own)).toBe(true)
    expect(machine.shown()).toEqual({})
  })

  it('with a file goes by that file alone', () => {
    const file = machineFileOf({ ...named, organisation: 'Fernhill Clinic', redirectPorts: [4180] })
    const machine = machineWith(file, '--organisation=Hillside', '--redirect-ports=5000')
    expect(machine.configuration()).toEqual({
      tenant: own,
      organisation: 'Fernhill Clinic',
      redirectPorts: [4180],
      given: { host: '', appId: '' }
    })
    expect(machine.shown()).toEqual({ machineFile: { path: '/etc/holdfast/policy.json', furtherTenants: false } })
  })

  it('allows the tenant of its file, and others only if the file says so', () => {
    const sameHost = tenant(named.host, 'app-2')
    const strict = machineWith(machineFileOf(named))
    expect([own, other, sameHost].map(strict.allows)).toEqual([true, false, false])
    const open = machineWith(machineFileOf({ ...named, furtherTenants: true }))
    expect([own, other, sameHost].map(open.allows)).toEqual([true, true, true])
  })

  it('whose file cannot be used allows and names no tenant', () => {
    const problem = { kind: 'link', path: '/etc/holdfast' } as const
    const file: MachineFile = { state: 'refused', path: '/etc/holdfast/policy.json', problem }
    const machine = machineWith(file, '--host=id.fernhill.example', '--app-id=app-1')
    expect(machine.allows(own)).toBe(false)
    expect(machine.configuration()).toEqual({ redirectPorts: [0], given: { host: '', appId: '' } })
  })
})

describe('a start option that names a tenant', () => {
  function conflictOf(file: MachineFile, ...argv: string[]): unknown {
    try {
      refuseOtherTenant(file, optionsOf(...argv))
      return undefined
    } catch (error) {
      return error instanceof OtherTenantError ? error.conflict : error
    }
  }
  const path = '/etc/holdfast/policy.json'
  const file = machineFileOf(named)

  it.each([
    [[]],
    [['--host=https://id.fernhill.example/', '--app-id=app-1']],
    [['--host=id.fernhill.example', '--app-id=app-1', '--redirect-ports=1']]
  ])('is accepted if it is the tenant of the file: %j', (argv) => {
    expect(conflictOf(file, ...argv)).toBeUndefined()
  })

  it.each([
    [['--host=id.hillside.example', '--app-id=app-1'], '--host', 2],
    [['--host=id.hillside.example'], '--host', 2],
    [['--host=x y', '--app-id=app-1'], '--host', 2],
    [['--host=id.fernhill.example', '--app-id=app-2'], '--app-id', 3],
    [['--app-id=app-2'], '--app-id', 3],
    [['--practice-host=http://127.0.0.1:4100', '--practice-app-id=app-1'], '--practice-host', 2]
  ])('is refused with the line of the file if it is another: %j', (argv, option, line) => {
    expect(conflictOf(file, ...argv)).toEqual({ option, path, line })
  })

  it('is refused even if the file allows further tenants, because those are added in the window', () => {
    const open = machineFileOf({ ...named, furtherTenants: true })
    expect(conflictOf(open, '--host=id.hillside.example', '--app-id=app-1')).toMatchObject({ option: '--host' })
  })

  it('is shown with the file and, if there are lines, its line', () => {
    for (const language of languages) {
      const text = (conflict: Conflict): string => otherTenantText(language, conflict)
      expect(text({ option: '--host', path, line: 2 })).toMatch(/^Holdfast .*--host.*2/)
      expect(text({ option: '--host', path, line: 2 })).toContain(path)
      expect(text({ option: '--host', path, line: undefined })).toContain(path)
    }
  })
})
