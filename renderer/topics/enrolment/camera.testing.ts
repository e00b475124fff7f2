import { vi } from 'vitest'

/**
 * Puts doubles in the place of cameras, because happy-dom has streams and tracks but no devices. `opened` holds every
 * camera that was ever on.
 */
export function plugIn(...names: string[]) {
  const opened: MediaStreamTrack[] = []

  function open(deviceId: string): MediaStream {
    const stream = document.createElement('canvas').captureStream()
    const tracks = stream.getVideoTracks()
    for (const track of tracks) vi.spyOn(track, 'getSettings').mockReturnValue({ deviceId })
    opened.push(...tracks)
    // happy-dom does not have this method.
    return Object.assign(stream, { getTracks: () => tracks })
  }

  const devices = {
    getUserMedia: vi.fn<MediaDevices['getUserMedia']>(({ video } = {}) => {
      const asked = typeof video === 'object' && typeof video.deviceId === 'object' ? video.deviceId : {}
      const id = 'exact' in asked && typeof asked.exact === 'string' ? asked.exact : names[0]
      if (id === undefined || !names.includes(id)) return Promise.reject(new DOMException('', 'NotFoundError'))
      return Promise.resolve(open(id))
    }),
    enumerateDevices: vi.fn<MediaDevices['enumerateDevices']>(() =>
      Promise.resolve([...names.map((name) => device('videoinput', name)), device('audioinput', 'Microphone')])
    )
  }
  Object.defineProperty(navigator, 'mediaDevices', { value: devices, configurable: true })
  return { ...devices, opened, live: () => opened.filter(({ readyState }) => readyState === 'live').length }
}

function device(kind: MediaDeviceKind, name: string): MediaDeviceInfo {
  return { kind, deviceId: name, groupId: '', label: name, toJSON: () => '' }
}
