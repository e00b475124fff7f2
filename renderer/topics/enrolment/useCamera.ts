import { onScopeDispose, readonly, ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import { useEnrolmentSecretsStore } from '../../stores/enrolmentSecrets'

/** `denied`: the system does not let this program use it. `ended`: it was on and turned off by itself. */
export type CameraProblem = 'denied' | 'absent' | 'busy' | 'ended' | 'failed'

type CameraState =
  | { phase: 'off' }
  | { phase: 'asking' }
  | { phase: 'on'; stream: MediaStream }
  /** The camera is off because the person is elsewhere, and stays off until they ask for it. */
  | { phase: 'left' }
  | { phase: 'refused'; problem: CameraProblem }

export interface Camera {
  state: Readonly<ShallowRef<CameraState>>
  /** Every camera of this computer; empty until one was on, because their names are unknown before. */
  cameras: Readonly<ShallowRef<readonly { id: string; name: string }[]>>
  /** The id of the camera in use, or last used. */
  chosen: Readonly<Ref<string | undefined>>
  /** Asks for the permission if necessary. It never throws, because `state` has the problem. */
  turnOn: () => Promise<void>
  /** `problem`: the reason why the camera cannot be used. */
  turnOff: (problem?: CameraProblem) => void
  /** Turns this camera on instead of the present one. */
  choose: (id: string) => Promise<void>
}

const problems = new Map<string, CameraProblem>([
  ['NotAllowedError', 'denied'],
  ['NotFoundError', 'absent'],
  ['OverconstrainedError', 'absent'],
  ['NotReadableError', 'busy']
])

/**
 * The only code that uses a camera. It turns it off if the window loses the focus, main says so, or the component ends.
 */
export function useCamera(
  devices: Pick<MediaDevices, 'getUserMedia' | 'enumerateDevices'> = navigator.mediaDevices
): Camera {
  const state = shallowRef<CameraState>({ phase: 'off' })
  const cameras = shallowRef<{ id: string; name: string }[]>([])
  const chosen = ref<string>()
  let away = false
  let latest = 0

  async function turnOn(): Promise<void> {
    turnOff()
    const mine = latest
    state.value = { phase: 'asking' }
    try {
      const deviceId = chosen.value === undefined ? {} : { deviceId: { exact: chosen.value } }
      const stream = await devices.getUserMedia({ audio: false, video: { width: { ideal: 1280 }, ...deviceId } })
      if (mine !== latest) stop(stream)
      else if (away) leave(stream)
      else await use(stream)
    } catch (error) {
      if (mine === latest) turnOff(problemOf(error))
    }
  }

  async function use(stream: MediaStream): Promise<void> {
    const mine = latest
    const [track] = stream.getVideoTracks()
    track?.addEventListener('ended', () => {
      if (mine === latest) turnOff('ended')
    })
    chosen.value = track?.getSettings().deviceId
    state.value = { phase: 'on', stream }
    const found = await devices.enumerateDevices().catch(() => [])
    cameras.value = found
      .filter(({ kind }) => kind === 'videoinput')
      .map(({ deviceId, label }) => ({ id: deviceId, name: label }))
  }

  function turnOff(problem?: CameraProblem): void {
    latest++
    if (state.value.phase === 'on') stop(state.value.stream)
    // The next attempt takes any camera.
    if (problem === 'absent' || problem === 'ended') chosen.value = undefined
    state.value = problem ? { phase: 'refused', problem } : { phase: 'off' }
  }

  function leave(unused?: MediaStream): void {
    if (unused) stop(unused)
    if (state.value.phase !== 'on' && state.value.phase !== 'asking') return
    turnOff()
    state.value = { phase: 'left' }
  }

  const onBlur = () => {
    away = true
    // The system's own question for the permission takes the focus as well.
    if (state.value.phase !== 'asking') leave()
  }
  const onFocus = () => {
    away = false
  }
  const stopListening = useEnrolmentSecretsStore().onConceal(() => leave())
  window.addEventListener('blur', onBlur)
  window.addEventListener('focus', onFocus)
  onScopeDispose(() => {
    stopListening()
    window.removeEventListener('blur', onBlur)
    window.removeEventListener('focus', onFocus)
    turnOff()
  })

  async function choose(id: string): Promise<void> {
    chosen.value = id
    await turnOn()
  }

  return { state, cameras, chosen: readonly(chosen), turnOn, turnOff, choose }
}

function problemOf(error: unknown): CameraProblem {
  return (error instanceof Error ? problems.get(error.name) : undefined) ?? 'failed'
}

function stop(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop()
}
