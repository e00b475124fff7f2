import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Document, type Element, Window } from 'happy-dom'
import { describe, expect, it } from 'vitest'
import { registryKey } from '../../main/configuration/registry'
import { policy } from '../../main/configuration/schema'
import { addTenantProperties, tenantProperties } from './tenantProperties'

const template = join(import.meta.dirname, '../../node_modules/app-builder-lib/templates/msi/template.xml')

/** The project as electron-builder writes it, without the parts that it fills in. This test's parser does not know CDATA. */
const project = (await readFile(template, 'utf8'))
  .replace(/\{\{.*?\}\}/gs, '')
  .replace(/\$\{\w+\}/g, 'X')
  .replace(/<!\[CDATA\[.*?\]\]>/g, 'X')

function parse(xml: string): Document {
  const document = new new Window().DOMParser().parseFromString(xml, 'application/xml')
  expect(document.getElementsByTagName('parsererror')).toHaveLength(0)
  return document
}

const changed = parse(addTenantProperties(project))
const all = (tag: string): Element[] => [...changed.getElementsByTagName(tag)]
const values = all('RegistryValue').map((value) => ['Key', 'Name', 'Value'].map((name) => value.getAttribute(name)))

describe('the MSI', () => {
  it('writes the tenant where the app reads the decisions of an administrator', () => {
    const key = registryKey.replace(/^(HKLM|HKEY_LOCAL_MACHINE)\\/, '')
    expect(values).toContainEqual([key, 'host', '[TENANT_HOST]'])
    expect(values).toContainEqual([key, 'appId', '[TENANT_APP_ID]'])
  })

  it('asks for all that the app needs to know of a tenant', () => {
    const [host, appId] = ['id.example.org', 'app']
    expect(
      policy.safeParse({ [tenantProperties.TENANT_HOST]: host, [tenantProperties.TENANT_APP_ID]: appId })
    ).toHaveProperty('success', true)
  })

  it('takes both from a command line that runs elevated', () => {
    const secure = all('Property').filter((property) => property.getAttribute('Secure') === 'yes')
    expect(secure.map((property) => property.getAttribute('Id'))).toEqual(
      expect.arrayContaining(['TENANT_HOST', 'TENANT_APP_ID'])
    )
  })

  it('remembers them for the next version, apart from what a group policy may have written', () => {
    const searched = all('RegistrySearch').map((search) => [search.getAttribute('Key'), search.getAttribute('Name')])
    expect(searched).toEqual([
      ['SOFTWARE\\Holdfast\\Installer', 'host'],
      ['SOFTWARE\\Holdfast\\Installer', 'appId']
    ])
    expect(values).toContainEqual(['SOFTWARE\\Holdfast\\Installer', 'host', '[TENANT_HOST]'])
    expect(values).toContainEqual(['SOFTWARE\\Holdfast\\Installer', 'appId', '[TENANT_APP_ID]'])
  })

  it('installs the component that holds them, and only where both are given', () => {
    expect(all('ComponentRef').map((reference) => reference.getAttribute('Id'))).toEqual(['Tenant'])
    const [component] = all('Component').filter((one) => one.getAttribute('Id') === 'Tenant')
    expect(component?.getElementsByTagName('Condition')[0]?.textContent).toBe('TENANT_HOST AND TENANT_APP_ID')
    expect(component?.querySelectorAll('[KeyPath="yes"]')).toHaveLength(1)
  })

  it('is not made where electron-builder’s project has another shape', () => {
    expect(() => addTenantProperties('<Wix></Wix>')).toThrow('no single </Product>')
    expect(() => addTenantProperties(project.replace('<ComponentGroupRef', '<Other'))).toThrow('ComponentGroupRef')
  })
})
