import { expect, it } from 'vitest'
import { aboutTopic } from './handlers'

const licence = (id: string, content?: string) => [
  { license: { id, ...(content !== undefined && { text: { content } }) } }
]
const bom = {
  bomFormat: 'CycloneDX',
  components: [
    { name: 'Chromium', version: '142.0.7444.59', licenses: licence('BSD-3-Clause') },
    { group: '@vue', name: 'shared', version: '3.5.45', licenses: licence('MIT', 'Permission is hereby granted.') }
  ]
}

const handlersWith = (read: unknown) =>
  aboutTopic({ readBillOfMaterials: () => Promise.resolve(read), openChromiumLicences: () => Promise.resolve(true) })
    .handlers

it('lists the components of the bill of materials', async () => {
  expect(await handlersWith(bom)['about:listComponents']()).toEqual([
    { name: 'Chromium', version: '142.0.7444.59', licence: 'BSD-3-Clause' },
    { name: '@vue/shared', version: '3.5.45', licence: 'MIT' }
  ])
})

it('tells an app that was not packaged from one with an empty list', async () => {
  expect(await handlersWith(undefined)['about:listComponents']()).toBeNull()
  expect(await handlersWith({ components: [] })['about:listComponents']()).toEqual([])
})

it('gives the licence of one component in full', async () => {
  const read = handlersWith(bom)['about:readLicence']
  expect(await read({ name: '@vue/shared', version: '3.5.45' })).toBe('Permission is hereby granted.')
})

it('answers with null for a licence that is in the page of Chromium', async () => {
  expect(await handlersWith(bom)['about:readLicence']({ name: 'Chromium', version: '142.0.7444.59' })).toBeNull()
})

it('knows no component but those of the bill', async () => {
  const read = handlersWith(bom)['about:readLicence']
  await expect(read({ name: '../../etc/passwd', version: '3.5.45' })).rejects.toMatchObject({ code: 'invalidInput' })
  await expect(read({ name: '@vue/shared', version: '3.5.44' })).rejects.toMatchObject({ code: 'invalidInput' })
})

it('fails if the bill is damaged, and does not list nothing', async () => {
  await expect(handlersWith({ components: 'all' })['about:listComponents']()).rejects.toThrow()
})
