import { flipFuses, type FuseConfig, FuseState, FuseV1Options, FuseVersion, getCurrentFuseWire } from '@electron/fuses'

/**
 * The fuses of the shipped program. If a new version of the package knows another fuse, this does not compile until the
 * fuse has a line here. Cookies are never written, so their encryption stays as it is. The file protocol is not used.
 */
const shippedFuses: Record<FuseV1Options, boolean> = {
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableCookieEncryption]: false,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  [FuseV1Options.WasmTrapHandlers]: true
}

/**
 * Sets the fuses that this executable has. An older Electron lacks the newest ones.
 *
 * @throws if the wire is missing
 */
export async function closeFuses(executable: string): Promise<void> {
  const wire = await getCurrentFuseWire(executable)
  const known = Object.entries(shippedFuses).filter(([fuse]) => Object.hasOwn(wire, fuse))
  const config: FuseConfig = { version: FuseVersion.V1, resetAdHocDarwinSignature: false, ...Object.fromEntries(known) }
  await flipFuses(executable, config)
}

/**
 * Opens the one fuse without which a test cannot drive the app. Only a copy for tests gets it.
 *
 * @throws if the wire is missing
 */
export async function openInspector(executable: string): Promise<void> {
  await flipFuses(executable, { version: FuseVersion.V1, [FuseV1Options.EnableNodeCliInspectArguments]: true })
}

/** Resolves with the names of an executable's fuses that are not as shipped. The list is empty if all are. */
export async function wrongFuses(executable: string): Promise<string[]> {
  const wire = await getCurrentFuseWire(executable)
  return Object.entries(shippedFuses)
    .filter(([fuse]) => Object.hasOwn(wire, fuse))
    .filter(([fuse, on]) => Reflect.get(wire, fuse) !== (on ? FuseState.ENABLE : FuseState.DISABLE))
    .map(([fuse]) => FuseV1Options[Number(fuse)] ?? fuse)
}
