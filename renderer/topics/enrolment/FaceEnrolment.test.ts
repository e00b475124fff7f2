import { flushPromises, type VueWrapper } from '@vue/test-utils'
import { beforeEach, expect, it, vi } from 'vitest'
import type { EnrolmentState } from '../../../contract/enrolment'
import { button, installBridge, refused, show } from '../../bridge/bridge.testing'
import { useEnrolmentStore } from '../../stores/enrolment'
import { plugIn } from './camera.testing'
import FaceEnrolment from './FaceEnrolment.vue'

const started: EnrolmentState = { phase: 'started', factorType: 'FACE', pending: false }
const jpeg = [0xff, 0xd8, 0xff, 0xd9]
let bridge: ReturnType<typeof installBridge>
let cameras: ReturnType<typeof plugIn>

beforeEach(() => {
  bridge = installBridge()
  cameras = plugIn('Built-in', 'Desk')
  // happy-dom draws nothing.
  vi.spyOn(HTMLCanvasElement.prototype, 'toBlob').mockImplementation((give) => give(new Blob([new Uint8Array(jpeg)])))
  useEnrolmentStore()
  bridge.tell('enrolment:changed', started)
})

async function press(view: VueWrapper, name: string): Promise<void> {
  await button(view, name).trigger('click')
  await flushPromises()
}

async function live(): Promise<VueWrapper> {
  const view = show(FaceEnrolment)
  await press(view, 'Allow camera')
  await view.get('video').trigger('loadeddata')
  return view
}

async function taken(): Promise<VueWrapper> {
  const view = await live()
  await press(view, 'Take photo')
  return view
}

function sentPhoto(): Uint8Array | undefined {
  return bridge.enrolment.verifyFace.mock.lastCall?.[0].photo
}

it('tells what is sent and where before it asks for the camera', async () => {
  const view = show(FaceEnrolment)
  expect(view.text()).toContain('One photo goes to')
  expect(cameras.getUserMedia).not.toHaveBeenCalled()
  await press(view, 'Allow camera')
  expect(view.get('h2').text()).toBe('Look into the camera')
  expect(document.activeElement).toBe(view.get('h2').element)
})

it('takes no photo before the first frame is there', async () => {
  const view = show(FaceEnrolment)
  await press(view, 'Allow camera')
  expect(button(view, 'Take photo').attributes('disabled')).toBeDefined()
  await view.get('video').trigger('loadeddata')
  expect(button(view, 'Take photo').attributes('disabled')).toBeUndefined()
})

it('offers the cameras by name', async () => {
  const view = await live()
  await view.get('select').setValue('Desk')
  await flushPromises()
  expect(view.get('select').element.value).toBe('Desk')
  expect(cameras.live()).toBe(1)
})

it('turns the camera off while a photo is shown, and sends nothing yet', async () => {
  const view = await taken()
  expect(view.find('canvas').exists()).toBe(true)
  expect(view.get('[aria-current=step]').text()).toContain('Confirm')
  expect([cameras.live(), bridge.enrolment.verifyFace.mock.calls.length]).toEqual([0, 0])
})

it('sends the photo that is shown, once', async () => {
  const view = await taken()
  await button(view, 'Use this photo').trigger('click')
  await button(view, 'Use this photo').trigger('click')
  expect([...(sentPhoto() ?? [])]).toEqual(jpeg)
  expect(bridge.enrolment.verifyFace).toHaveBeenCalledTimes(1)
})

it('forgets the photo that is taken again', async () => {
  const view = await taken()
  const canvas = view.get('canvas').element
  await press(view, 'Retake')
  expect([canvas.width, view.find('canvas').exists(), cameras.live()]).toEqual([0, false, 1])
})

it('keeps neither camera nor photo after it has ended', async () => {
  const view = await taken()
  const canvas = view.get('canvas').element
  await press(view, 'Use this photo')
  const photo = sentPhoto()
  view.unmount()
  expect([canvas.width, cameras.live(), photo?.some((byte) => byte !== 0)]).toEqual([0, 0, false])
})

it.each([
  ['NotAllowedError', 'Holdfast may not use the camera'],
  ['NotFoundError', 'No camera was found'],
  ['NotReadableError', 'The camera could not be opened'],
  ['AbortError', 'The camera gave no picture']
])('says what %s means, and offers to try again or to go', async (name, title) => {
  cameras.getUserMedia.mockRejectedValueOnce(new DOMException('', name))
  const view = show(FaceEnrolment)
  await press(view, 'Allow camera')
  expect(view.get('[role=alert]').text()).toContain(title)
  await press(view, 'Try again')
  expect(view.find('video').exists()).toBe(true)
})

it('leaves for another method', async () => {
  cameras.getUserMedia.mockRejectedValueOnce(new DOMException('', 'NotFoundError'))
  const view = show(FaceEnrolment)
  await press(view, 'Allow camera')
  await press(view, 'Choose another method')
  expect(bridge.enrolment.leave).toHaveBeenCalledTimes(1)
})

it('offers to turn the camera on again when the person comes back', async () => {
  const view = await live()
  bridge.tell('enrolment:conceal', undefined)
  await flushPromises()
  expect([view.get('h2').text(), view.find('video').exists()]).toEqual(['The camera is off', false])
  await press(view, 'Turn the camera on again')
  expect(view.find('video').exists()).toBe(true)
})

it.each(['faceNoPhoto', 'faceMismatch', 'faceFailed'] as const)('needs a new photo after %s', async (code) => {
  const view = await taken()
  await press(view, 'Use this photo')
  bridge.tell('enrolment:changed', { ...started, failure: refused(code, { at: 1 }).error })
  await flushPromises()
  expect([view.find('[role=alert]').exists(), view.find('canvas').exists()]).toEqual([true, false])
  await press(view, 'Try again')
  await view.get('video').trigger('loadeddata')
  await press(view, 'Take photo')
  expect(view.find('[role=alert]').exists()).toBe(false)
  await press(view, 'Retake')
  await view.get('video').trigger('loadeddata')
  await press(view, 'Take photo')
  expect(view.find('[role=alert]').exists()).toBe(false)
})

it('sends the same photo again when only the way to the tenant failed', async () => {
  const view = await taken()
  await press(view, 'Use this photo')
  bridge.tell('enrolment:changed', { ...started, failure: refused('offline', { at: 1 }).error })
  await flushPromises()
  expect(view.get('[role=alert]').text()).toContain('You are offline')
  await press(view, 'Try again')
  expect(bridge.enrolment.verifyFace).toHaveBeenCalledTimes(2)
  expect([...(sentPhoto() ?? [])]).toEqual(jpeg)
})

it('cannot be left while the photo is being verified', async () => {
  const view = await taken()
  const times = { sends: 1, sentAt: 0, resendAt: 0, expiresAt: 0 }
  bridge.tell('enrolment:changed', { phase: 'verifying', factorType: 'FACE', ...times })
  await flushPromises()
  expect(button(view, 'Cancel').attributes('disabled')).toBeDefined()
  expect(button(view, 'Retake').attributes('disabled')).toBeDefined()
  expect(view.text()).toContain('is checking the photo')
})
