import { expect, it } from 'vitest'
import { isOurCamera, type PermissionAsked } from './guards'

const camera: PermissionAsked = {
  permission: 'media',
  mediaTypes: ['video'],
  isMainFrame: true,
  requestingUrl: 'app://bundle/index.html'
}
const asked = (change: Partial<PermissionAsked>) => isOurCamera({ ...camera, ...change }, ['app://bundle'])

it('knows the camera of the page itself', () => {
  expect(asked({})).toBe(true)
})

it('refuses the microphone, also beside the camera', () => {
  for (const mediaTypes of [['audio'], ['video', 'audio'], ['audio', 'video'], ['unknown'], [undefined], []]) {
    expect([mediaTypes, asked({ mediaTypes })]).toEqual([mediaTypes, false])
  }
})

it('refuses every other permission', () => {
  for (const permission of ['display-capture', 'geolocation', 'mediaKeySystem', 'hid', 'unknown']) {
    expect([permission, asked({ permission })]).toEqual([permission, false])
  }
})

it('refuses frames inside of the page, and pages that are not ours', () => {
  expect(asked({ isMainFrame: false })).toBe(false)
  for (const requestingUrl of ['', 'app://bundle', 'app://bundle.evil/', 'app://other/index.html', 'https://bundle/']) {
    expect([requestingUrl, asked({ requestingUrl })]).toEqual([requestingUrl, false])
  }
  const { requestingUrl: _nobody, ...unknown } = camera
  expect(isOurCamera(unknown, ['app://bundle'])).toBe(false)
})
