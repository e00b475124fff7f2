import { flushPromises } from '@vue/test-utils'
import { beforeEach, expect, it } from 'vitest'
import type { EnrolledFactor } from '../../contract/factors'
import type { Result } from '../../contract/result'
import SignedInWindow from '../shell/SignedInWindow.vue'
import { button, installBridge, ok, refused, show, texts } from '../bridge/bridge.testing'
import { useSessionStore } from './session'

const hour = 3_600_000

let bridge: ReturnType<typeof installBridge>
let answer: (result: Result<EnrolledFactor[]>) => void
beforeEach(async () => {
  bridge = installBridge()
  const readAt = Date.now() - 2 * hour
  bridge.snapshot.read.mockResolvedValue(
    ok({
      toEnroll: { readAt, value: [{ factorType: 'FACE' }] },
      enrolled: { readAt, value: [{ factorId: 'a', factorType: 'SMS', target: '+44 ••••• 0142' }] },
      account: { readAt, value: { displayName: 'Ben Okafor', tenant: 'id.fernhill.example' } }
    })
  )
  bridge.factors.listToEnroll.mockReturnValue(new Promise(() => undefined))
  bridge.factors.listEnrolled.mockReturnValue(new Promise((resolve) => (answer = resolve)))
  bridge.profile.read.mockResolvedValue(refused('offline'))
  await useSessionStore().start()
})

async function open() {
  const view = show(SignedInWindow)
  await flushPromises()
  return view
}

it('is shown with its age, to be looked at only, until the tenant answers', async () => {
  const view = await open()
  expect(texts(view, 'section')[0]).toMatch(/^Active1As of 2 hours agoText message\+44 ••••• 0142/)
  expect(view.text()).toContain('Ben Okafor')
  expect(button(view, 'Add face').attributes()).toHaveProperty('disabled')
  expect(button(view, 'More for Text message').attributes()).toHaveProperty('disabled')

  answer(ok([{ factorId: 'b', factorType: 'EMAIL' }]))
  await flushPromises()
  expect(texts(view, 'section')[0]).toMatch(/^Active1Email/)
  expect(button(view, 'More for Email').attributes()).not.toHaveProperty('disabled')
})

it('stays on screen, with its age, when the tenant does not answer', async () => {
  const view = await open()
  answer(refused('timedOut'))
  await flushPromises()
  expect(view.findAll('[role=alert]')).toHaveLength(1)
  expect(texts(view, 'section')[0]).toContain('As of 2 hours ago')
})
