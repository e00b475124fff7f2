import { expect, it } from 'vitest'
import { installationOf, meansOf, type Program } from './installation'

const program = (facts: Partial<Program>, ...paths: string[]): Program => ({
  packaged: true,
  platform: 'linux',
  executable: '/opt/holdfast/holdfast',
  exists: (path) => paths.includes(path),
  isWritable: () => true,
  ...facts
})

it('recognises a deb by dpkg’s list of its files, and takes every other copy in its place for an rpm', () => {
  expect(installationOf(program({}, '/var/lib/dpkg/info/holdfast.list'))).toEqual({ kind: 'deb' })
  expect(installationOf(program({}))).toEqual({ kind: 'rpm' })
})

const executable = '/home/ada/holdfast/versions/1.2.0/holdfast'
const parts = ['/home/ada/holdfast/holdfast', '/home/ada/holdfast/current']

it('recognises the unpacked archive by its starter and its link', () => {
  const folder = '/home/ada/holdfast'
  expect(installationOf(program({ executable }, ...parts))).toEqual({ kind: 'tarball', folder, writable: true })
  for (const part of parts) expect(installationOf(program({ executable }, part))).toBeUndefined()
})

it('finds out whether this person may write to the folder of the archive', () => {
  const isWritable = (path: string): boolean => !path.endsWith('versions')
  expect(installationOf(program({ executable, isWritable }, ...parts))).toMatchObject({ writable: false })
})

it('goes by the system on macOS and Windows', () => {
  expect(installationOf(program({ platform: 'darwin' }))).toEqual({ kind: 'mac' })
  expect(installationOf(program({ platform: 'win32' }))).toEqual({ kind: 'windows', writable: true })
})

it('leaves an installation for everybody on Windows, as by the MSI, to an administrator', () => {
  const installed = installationOf(program({ platform: 'win32', isWritable: () => false }))
  expect(installed).toEqual({ kind: 'windows', writable: false })
  expect(installed && meansOf(installed)).toEqual({ by: 'installer', writable: false })
})

it('does not take a run from the sources, or a folder that somebody copied, for an installation', () => {
  expect(installationOf(program({ packaged: false, platform: 'darwin' }))).toBeUndefined()
  expect(installationOf(program({ executable: '/tmp/holdfast/holdfast' }))).toBeUndefined()
})

it('names one command if the packages of the system do it', () => {
  expect(meansOf({ kind: 'deb' })).toEqual({ by: 'package', command: 'sudo apt update && sudo apt install holdfast' })
  expect(meansOf({ kind: 'rpm' })).toEqual({ by: 'package', command: 'sudo dnf upgrade holdfast' })
})
