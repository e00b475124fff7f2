import type { Policy } from '../../main/configuration/schema'

/** Windows stores an administrator's decisions for Holdfast here. */
const policies = 'SOFTWARE\\Policies\\Holdfast'
/** The installer stores its own properties here, apart from those that a group policy may have written. */
const remembered = 'SOFTWARE\\Holdfast\\Installer'

/** Maps each property of the MSI to the key of the machine's file that it sets. */
export const tenantProperties = { TENANT_HOST: 'host', TENANT_APP_ID: 'appId' } as const satisfies Record<
  string,
  keyof Policy
>

const both = Object.keys(tenantProperties).join(' AND ')
const either = Object.keys(tenantProperties).join(' OR ')

/** An update is called without properties, so each keeps its last value unless a new one is given. */
const declarations = Object.entries(tenantProperties)
  .map(
    ([property, key]) => `
    <Property Id="${property}" Secure="yes"/>
    <Property Id="${property}_REMEMBERED">
      <RegistrySearch Id="${property}_REMEMBERED" Root="HKLM" Key="${remembered}" Name="${key}" Type="raw"/>
    </Property>
    <SetProperty Id="${property}" Value="[${property}_REMEMBERED]" After="AppSearch">${property}_REMEMBERED AND NOT ${property}</SetProperty>`
  )
  .join('')

const values = [policies, remembered]
  .flatMap((place) => Object.entries(tenantProperties).map((pair) => [place, ...pair] as const))
  .map(
    ([place, property, key], index) =>
      `<RegistryValue Root="HKLM" Key="${place}" Name="${key}" Type="string" Value="[${property}]"${index === 0 ? ' KeyPath="yes"' : ''}/>`
  )
  .join('\n        ')

const additions = `${declarations}
    <Condition Message="TENANT_HOST and TENANT_APP_ID belong together. Give both, or none.">Installed OR (${both}) OR NOT (${either})</Condition>
    <DirectoryRef Id="TARGETDIR">
      <Component Id="Tenant" Guid="7F3C1B52-64C0-4C0E-9B7E-2D1A5E90C9A4">
        <Condition>${both}</Condition>
        ${values}
      </Component>
    </DirectoryRef>
`

/**
 * Lets an administrator name the tenant at installation: `msiexec /i … TENANT_HOST=… TENANT_APP_ID=…`. Both are written to
 * the place where the app reads the machine's decisions. An update preserves them, and they are removed with the app.
 *
 * @param project the WiX project as electron-builder writes it
 * @throws if the project has another shape than expected
 */
export function addTenantProperties(project: string): string {
  return [
    ['</Product>', `${additions}  </Product>`],
    [
      '<ComponentGroupRef Id="ProductComponents"/>',
      '<ComponentGroupRef Id="ProductComponents"/>\n      <ComponentRef Id="Tenant"/>'
    ]
  ].reduce((text, [place = '', replacement = '']) => {
    if (text.split(place).length !== 2) throw new Error(`The project of the MSI has no single ${place}.`)
    return text.replace(place, () => replacement)
  }, project)
}
