import { beforeEach, expect, it } from 'vitest'
import { effectScope, type EffectScope } from 'vue'
import { installBridge } from '../../bridge/bridge.testing'
import { plugIn } from './camera.testing'
import { useCamera, type Camera } from './useCamera'

let bridge: ReturnType<typeof installBridge>
beforeEach(() => (bridge = installBridge()))

function begin(devices: ReturnType<typeof plugIn>): { camera: Camera; scope: EffectScope } {
  const scope = effectScope()
  const camera = scope.run(() => useCamera(devices))
  if (!camera) throw new Error('the scope is over')
  return { camera, scope }
}

async function on(...names: string[]) {
  const devices = plugIn(...names)
  const begun = begin(devices)
  await begun.camera.turnOn()
  return { devices, ...begun }
}

const leaveWindow = () => window.dispatchEvent(new Event('blur'))
const comeBack = () => window.dispatchEvent(new Event('focus'))

it('asks for nothing until it is told to, and never for the microphone', async () => {
  const devices = plugIn('Built-in')
  const { camera } = begin(devices)
  expect(devices.getUserMedia).not.toHaveBeenCalled()
  await camera.turnOn()
  expect(devices.getUserMedia.mock.lastCall?.[0]).toMatchObject({ audio: false })
})

it('is on, and knows all cameras by name', async () => {
  const { camera } = await on('Built-in', 'Desk')
  expect(camera.state.value.phase).toBe('on')
  expect(camera.cameras.value.map(({ name }) => name)).toEqual(['Built-in', 'Desk'])
  expect(camera.chosen.value).toBe('Built-in')
})

it('takes another camera in place of the first', async () => {
  const { camera, devices } = await on('Built-in', 'Desk')
  await camera.choose('Desk')
  expect(camera.chosen.value).toBe('Desk')
  expect(devices.opened.map(({ readyState }) => readyState)).toEqual(['ended', 'live'])
})

it.each([
  ['NotAllowedError', 'denied'],
  ['NotFoundError', 'absent'],
  ['OverconstrainedError', 'absent'],
  ['NotReadableError', 'busy'],
  ['AbortError', 'failed']
])('knows %s as %s', async (name, problem) => {
  const devices = plugIn('Built-in')
  devices.getUserMedia.mockRejectedValueOnce(new DOMException('', name))
  const { camera } = begin(devices)
  await camera.turnOn()
  expect(camera.state.value).toEqual({ phase: 'refused', problem })
  await camera.turnOn()
  expect(camera.state.value.phase).toBe('on')
})

it.each([
  ['the window loses the focus', leaveWindow],
  ['main conceals what is on screen', () => bridge.tell('enrolment:conceal', undefined)]
])('goes off when %s, and stays off until it is asked for', async (_when, happens) => {
  const { camera, devices } = await on('Built-in')
  happens()
  expect([camera.state.value, devices.live()]).toEqual([{ phase: 'left' }, 0])
  comeBack()
  expect(camera.state.value.phase).toBe('left')
  await camera.turnOn()
  expect([camera.state.value.phase, devices.live()]).toEqual(['on', 1])
})

it('turns off when its component ends', async () => {
  const { devices, scope } = await on('Built-in')
  scope.stop()
  expect(devices.live()).toBe(0)
})

it('stays on if the system’s question takes the focus for a moment', async () => {
  const devices = plugIn('Built-in')
  const { camera } = begin(devices)
  const asking = camera.turnOn()
  leaveWindow()
  comeBack()
  await asking
  expect(camera.state.value.phase).toBe('on')
})

it.each([
  ['the window lost the focus', () => void leaveWindow(), 'left'],
  ['main concealed', () => bridge.tell('enrolment:conceal', undefined), 'left'],
  ['it was turned off', (camera: Camera) => camera.turnOff(), 'off']
])('does not turn on late, after %s', async (_when, happens, phase) => {
  const devices = plugIn('Built-in')
  const { camera } = begin(devices)
  const asking = camera.turnOn()
  happens(camera)
  await asking
  expect([camera.state.value.phase, devices.opened.length, devices.live()]).toEqual([phase, 1, 0])
  comeBack()
})

it('does not turn on late, after its component has ended', async () => {
  const devices = plugIn('Built-in')
  const { camera, scope } = begin(devices)
  const asking = camera.turnOn()
  scope.stop()
  await asking
  expect([devices.opened.length, devices.live()]).toEqual([1, 0])
})

it('says so when the camera goes away, and then takes another', async () => {
  const { camera, devices } = await on('Built-in', 'Desk')
  await camera.choose('Desk')
  devices.opened.at(-1)?.dispatchEvent(new Event('ended'))
  expect(camera.state.value).toEqual({ phase: 'refused', problem: 'ended' })
  await camera.turnOn()
  expect(camera.chosen.value).toBe('Built-in')
})

it('is on although the other cameras cannot be listed', async () => {
  const devices = plugIn('Built-in')
  devices.enumerateDevices.mockRejectedValue(new DOMException('', 'NotAllowedError'))
  const { camera } = begin(devices)
  await camera.turnOn()
  expect([camera.state.value.phase, camera.cameras.value]).toEqual(['on', []])
})
