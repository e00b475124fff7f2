import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Configuration } from 'electron-builder'
import { addTenantProperties } from './tenantProperties'

const icon = join(import.meta.dirname, '../icon.png')

/** The place of our certificate in Azure Trusted Signing. Azure's own tool reads the credentials. */
export interface SigningAccount {
  publisherName: string
  endpoint: string
  codeSigningAccountName: string
  certificateProfileName: string
}

/**
 * Returns the part of the configuration for Windows: an installer for a person or a computer, and an MSI for fleets.
 *
 * @param account absent if there are no credentials; then nothing is signed
 */
export function windowsConfiguration(account?: SigningAccount): Configuration {
  return {
    win: {
      icon,
      artifactName: 'holdfast-${version}-win-${arch}.${ext}',
      // Electron-builder signs the files itself, before it computes their hashes.
      ...(account && { azureSignOptions: { ...account } })
    },
    nsis: {
      oneClick: false,
      perMachine: false,
      createDesktopShortcut: false,
      installerLanguages: ['en_US', 'zh_CN'],
      // A person deletes their data by "Forget everything" in the app, never by removing the program.
      deleteAppDataOnUninstall: false,
      // Updates are downloaded whole, because the signature covers the whole file only.
      differentialPackage: false
    },
    msi: { perMachine: true, runAfterFinish: false, createDesktopShortcut: false },
    async msiProjectCreated(project: string) {
      await writeFile(project, addTenantProperties(await readFile(project, 'utf8')))
    }
  }
}
