import { flushPromises } from '@vue/test-utils'
import { beforeEach, expect, it } from 'vitest'
import type { MachineFileProblem } from '../../../contract/machineFile'
import { useSessionStore } from '../../stores/session'
import { button, installBridge, show, texts } from '../../bridge/bridge.testing'
import MachineFileView from './MachineFileView.vue'

let bridge: ReturnType<typeof installBridge>
beforeEach(() => {
  bridge = installBridge()
})

const path = '/etc/holdfast/policy.json'
function open(problem: MachineFileProblem) {
  useSessionStore().state = { phase: 'machineFileRefused', file: { path, problem } }
  return show(MachineFileView)
}

it('tells each mistake with its place, and how many more there are', () => {
  const view = open({
    kind: 'mistakes',
    mistakes: [
      { code: 'unknownKey', key: 'app-id', suggestion: 'appId', line: 3, column: 3 },
      { code: 'keyMissing', key: 'host' }
    ],
    more: 7
  })
  expect(texts(view, 'li span')).toEqual([
    'Line 3, column 3',
    'app-id is not a known key. Did you mean appId?',
    'host is missing.'
  ])
  expect(view.text()).toContain('Further mistakes: 7')
  expect(view.text()).toContain('Ask your administrator')
})

it('names who may change the file, and the command that mends it', () => {
  const view = open({ kind: 'owner', path: '/etc/holdfast', command: 'sudo chown root:root /etc/holdfast' })
  expect(view.text()).toContain('/etc/holdfast does not belong to root')
  expect(texts(view, '.code')).toEqual([path, 'sudo chown root:root /etc/holdfast'])
})

it('offers no address to type, and reads the file again', async () => {
  const view = open({ kind: 'tooLarge', path })
  expect(view.findAll('input')).toEqual([])
  await button(view, 'Try again').trigger('click')
  await flushPromises()
  expect(bridge.accounts.retryMachineFile).toHaveBeenCalledOnce()
})
