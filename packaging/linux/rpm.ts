import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ownLicence } from '../bill/bom'
import { execute } from '../execute'
import { libraries } from './libraries'
import { architectures, description, maintainer, packageVersion, type Product, summary } from './product'

/**
 * These macros make builds in different folders and on different machines give the same bytes, and leave the runtime
 * unchanged.
 */
const macros = {
  _buildhost: 'holdfast.invalid',
  use_source_date_epoch_as_buildtime: '1',
  clamp_mtime_to_source_date_epoch: '1',
  _build_id_links: 'none',
  __os_install_post: '%{nil}',
  debug_package: '%{nil}',
  _binary_payload: 'w9.zstdio'
}

/** Returns the specification from which rpmbuild packs the file system in the folder `system`. */
export function rpmSpec(product: Product, system: string): string {
  const requires = libraries.map(({ file }) => `Requires: ${file}()(64bit)`)
  return `Name: holdfast
Version: ${packageVersion(product)}
Release: 1
Summary: ${summary(product)}
License: ${ownLicence}
Packager: ${maintainer}
AutoReqProv: no
${requires.join('\n')}
Requires: xdg-utils
Recommends: (gnome-keyring or kwalletmanager or kwalletmanager5 or keepassxc)

%description
${description(product).join('\n\n')}

%install
cp --archive --link '${system}/.' '%{buildroot}'

%pre -p <lua>
local file = io.open("/usr/share/holdfast/version")
local installed = file and file:read("l")
if file then file:close() end
if installed and rpm.vercmp(installed, "%{version}") > 0 then
  error("Holdfast " .. installed .. " is installed and %{version} is older, so nothing was changed. Remove holdfast first if you want the older one.", 0)
end

%files
%defattr(-,root,root,-)
/opt/holdfast
/usr/bin/holdfast
/usr/share/applications/holdfast.desktop
/usr/share/holdfast
/usr/share/icons/hicolor/*/apps/holdfast.*
/usr/share/metainfo/io.holdfast.Holdfast.metainfo.xml
`
}

/** Builds the RPM of a file system that `layOutSystem` wrote. Resolves with its path. */
export async function buildRpm(product: Product, system: string, work: string, output: string): Promise<string> {
  await mkdir(work, { recursive: true })
  const spec = join(work, 'holdfast.spec')
  await writeFile(spec, rpmSpec(product, system))
  const architecture = architectures[product.architecture].rpm
  const defines = Object.entries({ ...macros, _topdir: work }).flatMap(([name, value]) => [
    '--define',
    `${name} ${value}`
  ])
  await execute('rpmbuild', ['-bb', '--quiet', '--target', architecture, ...defines, spec], {
    env: { SOURCE_DATE_EPOCH: String(product.time) }
  })
  const name = `holdfast-${packageVersion(product)}-1.${architecture}.rpm`
  await rename(join(work, 'RPMS', architecture, name), join(output, name))
  return join(output, name)
}
