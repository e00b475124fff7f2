import { flushPromises } from '@vue/test-utils'
import { beforeEach, expect, it } from 'vitest'
import type { EnrolmentState } from '../../../contract/enrolment'
import { useEnrolmentStore } from '../../stores/enrolment'
import { button, installBridge, show } from '../../bridge/bridge.testing'
import AdditionQuestion from './AdditionQuestion.vue'

type Question = NonNullable<Extract<EnrolmentState, { phase: 'started' }>['question']>

let bridge: ReturnType<typeof installBridge>
beforeEach(() => {
  bridge = installBridge()
})

async function ask(question?: Question) {
  useEnrolmentStore()
  const view = show(AdditionQuestion)
  await change(question)
  return view
}

async function change(question?: Question): Promise<void> {
  bridge.tell('enrolment:changed', {
    phase: 'started',
    factorType: 'OTP',
    pending: true,
    ...(question && { question })
  })
  await flushPromises()
}

it('shows nothing while nobody is asked', async () => {
  const view = await ask()
  expect(view.find('dialog').exists()).toBe(false)
})

it('leads to the system dialog, and can be cancelled by its button and by Escape', async () => {
  const view = await ask({ by: 'dialog' })
  expect(view.get('dialog h2').text()).toBe('Answer the system dialog')
  expect(view.get('dialog [role=status]').text()).toContain('Nothing is added before you answer.')
  expect(view.find('dialog input').exists()).toBe(false)
  await button(view, 'Cancel').trigger('click')
  await view.get('dialog').trigger('keydown', { key: 'Escape' })
  expect(bridge.enrolment.cancelQuestion).toHaveBeenCalledTimes(2)
})

it('shows the link of the fresh sign-in once there is one, copies it, and opens the browser again', async () => {
  const view = await ask({ by: 'signIn' })
  expect(view.find('dialog input').exists()).toBe(false)
  await change({ by: 'signIn', link: 'http://127.0.0.1:4310/go/once' })
  expect(view.get('dialog h2').text()).toBe('Sign in once more to add the app')
  expect(view.get<HTMLInputElement>('dialog input').element.value).toBe('http://127.0.0.1:4310/go/once')
  await button(view, 'Copy link').trigger('click')
  expect(bridge.enrolment.copySignInLink).toHaveBeenCalledOnce()
  await button(view, 'Open again').trigger('click')
  expect(bridge.enrolment.reopenBrowser).toHaveBeenCalledOnce()
})

it('goes away when the question has ended', async () => {
  const view = await ask({ by: 'dialog' })
  await change()
  expect(view.find('dialog').exists()).toBe(false)
})
