import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import type { ErrorCode } from '../../../contract/result'
import { useOrganisation } from '../../stores/useOrganisation'
import { useText } from '../../text/useText'
import { useAnnouncementsStore } from '../../kit/announcements'
import { useEnrolmentStore } from '../../stores/enrolment'
import { discardPhoto, takePhoto, type Photo } from './photo'
import { useCamera } from './useCamera'

/** Failures that the same photo would meet again. */
const photoIsOfNoUse: readonly ErrorCode[] = ['faceNoPhoto', 'faceMismatch', 'faceFailed']

/** Holds the enrolment of a face, from the question for the camera to the photo that main verifies. */
export function useFaceEnrolment() {
  const { t } = useText()
  const enrolment = useEnrolmentStore()
  const { here: organisation } = useOrganisation()
  const announcements = useAnnouncementsStore()
  const camera = useCamera()
  const photo = shallowRef<Photo>()
  /** The element with the camera's picture; undefined until the first frame. */
  const video = shallowRef<HTMLVideoElement>()
  const sending = ref(false)
  /** When the failure happened to which the person has already reacted, in ms since the epoch. */
  const answeredAt = ref<number>()

  const verifying = computed(() => enrolment.state.phase === 'verifying')
  const busy = computed(
    () => sending.value || verifying.value || ('pending' in enrolment.state && enrolment.state.pending)
  )
  const failure = computed(() => {
    const told = ('failure' in enrolment.state ? enrolment.state.failure : undefined) ?? enrolment.failure
    return busy.value || told?.at === answeredAt.value ? undefined : told
  })
  const problem = computed(() => (camera.state.value.phase === 'refused' ? camera.state.value.problem : undefined))
  const screen = computed((): 'intro' | 'live' | 'left' | 'photo' => {
    const { phase } = camera.state.value
    if (photo.value) return 'photo'
    if (phase === 'left') return 'left'
    // A camera that was on before comes back within a moment and without a question.
    return phase === 'on' || (phase === 'asking' && camera.chosen.value !== undefined) ? 'live' : 'intro'
  })

  function discard(): void {
    if (photo.value) discardPhoto(photo.value)
    photo.value = undefined
  }

  function turnOn(): void {
    answeredAt.value = failure.value?.at ?? answeredAt.value
    discard()
    if (camera.state.value.phase !== 'asking') void camera.turnOn()
  }

  async function take(): Promise<void> {
    if (!video.value) return
    const taken = await takePhoto(video.value).catch(() => undefined)
    // The person left while the photo was being taken.
    if (camera.state.value.phase !== 'on') {
      if (taken) discardPhoto(taken)
      return
    }
    camera.turnOff(taken ? undefined : 'failed')
    photo.value = taken
  }

  async function send(): Promise<void> {
    if (!photo.value || busy.value) return
    answeredAt.value = failure.value?.at ?? answeredAt.value
    sending.value = true
    void announcements.announce(t('enrolment.face.checking', { tenant: organisation.value }))
    await enrolment.verifyFace(photo.value.jpeg)
    sending.value = false
  }

  watch(failure, (next) => {
    if (next && photoIsOfNoUse.includes(next.code)) discard()
  })
  watch(camera.state, () => (video.value = undefined), { flush: 'sync' })
  onScopeDispose(discard)

  return { camera, photo, video, verifying, busy, failure, problem, screen, turnOn, take, send }
}
