import './start/launch'
import { join, resolve } from 'node:path'
import { app } from 'electron'
import { OtherTenantError } from './configuration/otherTenant'
import { readOptions } from './configuration/options'
import { FolderError, isRefusedByDisk, prepareFolder } from './storage/profile/folder'
import { refuseOption, refuseStart } from './start/refuseStart'

const { profile } = readOptions(process.argv)
if (profile !== undefined) app.setPath('userData', resolve(profile))
const folder = app.getPath('userData')

// Nothing is written, and Chromium takes no lock, before the folder is known to be good.
try {
  prepareFolder(folder)
  await import('./start/app')
} catch (error) {
  if (error instanceof FolderError) refuseStart(error.problem, error.path)
  else if (error instanceof OtherTenantError) refuseOption(error)
  else if (isRefusedByDisk(error)) refuseStart('notWritable', folder)
  else {
    // The log may not have begun yet.
    process.stderr.write(`${error instanceof Error ? error.name : 'unknown'}\n`)
    refuseStart('failed', join(folder, 'logs'))
  }
}
