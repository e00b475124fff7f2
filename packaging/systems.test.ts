import { readFile } from 'node:fs/promises'
import { Arch, Platform } from 'electron-builder'
import { describe, expect, it } from 'vitest'
import { builderConfiguration } from './builder'
import { targetsFor } from './targets'
import type { Signing } from './signing'

const account = {
  publisherName: 'Holdfast',
  endpoint: 'https://sign.example',
  codeSigningAccountName: 'holdfast',
  certificateProfileName: 'release'
}

const configure = (platform: NodeJS.Platform, signing: Signing = { apple: false }) =>
  builderConfiguration({
    platform,
    electron: '/runtime/electron',
    electronVersion: '45.4.1',
    version: '1.2.3',
    testRuntime: false,
    updateAddress: '',
    signing,
    output: '/out'
  })

describe('the packages for macOS', () => {
  it('hold one app for both kinds of processor, on a disk image and in an archive', () => {
    expect([...targetsFor('darwin')]).toEqual([[Platform.MAC, new Map([[Arch.universal, ['dmg', 'zip']]])]])
  })

  it('take Electron for both from the network, checked against hashes that the lock file vouches for', () => {
    const { electronDist, electronDownload } = configure('darwin')
    expect(electronDist).toBeUndefined()
    expect(electronDownload).toHaveProperty(['checksums', 'electron-v45.4.1-darwin-arm64.zip'])
    expect(electronDownload).toHaveProperty(['checksums', 'electron-v45.4.1-darwin-x64.zip'])
  })

  it('are hardened and notarised where they are signed', () => {
    const { mac } = configure('darwin', { apple: true })
    expect(mac).toMatchObject({ hardenedRuntime: true, notarize: true, executableName: 'Holdfast' })
    expect(mac).not.toHaveProperty('identity')
  })

  it('are signed ad hoc elsewhere, and then neither hardened nor sent to Apple', () => {
    expect(configure('darwin').mac).toMatchObject({ identity: '-', hardenedRuntime: false, notarize: false })
  })

  it('ask for no more of the hardened runtime than compiling JavaScript and the camera', async () => {
    const { mac } = configure('darwin')
    const entitlements = mac?.entitlements
    expect(mac?.entitlementsInherit).toBe(entitlements)
    const text = await readFile(entitlements ?? '', 'utf8')
    expect(text.match(/(?<=<key>).*(?=<\/key>)/g)).toEqual([
      'com.apple.security.cs.allow-jit',
      'com.apple.security.device.camera'
    ])
    expect(mac).toHaveProperty('extendInfo.NSCameraUsageDescription')
  })
})

describe('the packages for Windows', () => {
  it('are an installer for a person or a computer, and one for fleets', () => {
    expect([...targetsFor('win32')]).toEqual([[Platform.WINDOWS, new Map([[Arch.x64, ['nsis', 'msi']]])]])
    const { nsis, msi } = configure('win32')
    expect(nsis).toMatchObject({ oneClick: false, perMachine: false })
    expect(msi).toMatchObject({ perMachine: true })
  })

  it('are signed within electron-builder where there is an account, and else not', () => {
    expect(configure('win32', { apple: false, azure: account }).win?.azureSignOptions).toEqual(account)
    expect(configure('win32').win).not.toHaveProperty('azureSignOptions')
  })

  it('leave what belongs to a person to the app', () => {
    expect(configure('win32').nsis).toMatchObject({ deleteAppDataOnUninstall: false })
  })
})

it('both get the app’s icon, in the size that all others are made from', async () => {
  const [mac, windows] = [configure('darwin').mac?.icon, configure('win32').win?.icon]
  expect(windows).toBe(mac)
  const png = await readFile(mac ?? '')
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1024, 1024])
})

it('no package names a place that electron-builder would publish to or ask for updates', () => {
  expect(configure('linux').publish).toBeNull()
})
