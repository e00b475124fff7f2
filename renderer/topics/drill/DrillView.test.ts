import { flushPromises } from '@vue/test-utils'
import { beforeEach, describe, expect, it } from 'vitest'
import type { DrillItem, DrillStanding, DrillState, DrillTurn } from '../../../contract/drill'
import { button, installBridge, ok, refused, show, texts } from '../../bridge/bridge.testing'
import { useSettingsStore } from '../../stores/settings'
import DrillView from './DrillView.vue'

const at = Date.UTC(2026, 4, 14, 12, 2)
const id = (digit: string): string => digit.repeat(32)
const turn = (change: Partial<DrillTurn> = {}): DrillTurn => ({
  as: 'now',
  by: 'app',
  doing: 'nothing',
  spent: false,
  nextAt: 0,
  ...change
})
const app = (standing: DrillStanding): DrillItem => ({ id: id('a'), kind: 'factor', factorType: 'OTP', standing })
const email = (standing: DrillStanding): DrillItem => ({
  id: id('b'),
  kind: 'factor',
  factorType: 'EMAIL',
  target: 'a•••o@fernhill.example',
  standing
})
const code = (standing: DrillStanding): DrillItem => ({ id: id('c'), kind: 'recoveryCode', standing })
const passkey: DrillItem = { id: id('d'), kind: 'passkey', standing: { as: 'notTested', why: 'passkey' } }
const running = (...items: DrillItem[]): DrillState => ({ phase: 'running', startedAt: at, items })
const finished = (...items: DrillItem[]): DrillState => ({
  phase: 'finished',
  startedAt: at,
  endedAt: at + 240_000,
  lists: 'same',
  items
})

let bridge: ReturnType<typeof installBridge>
beforeEach(async () => {
  bridge = installBridge()
  await useSettingsStore().load()
})

async function open(state: DrillState) {
  bridge.drill.read.mockResolvedValue(ok(state))
  const view = show(DrillView)
  await flushPromises()
  return view
}

describe('a run', () => {
  it('begins by itself, and one that is under way goes on', async () => {
    await open({ phase: 'none' })
    expect(bridge.drill.start).toHaveBeenCalledTimes(1)
    await open(running(app(turn())))
    expect(bridge.drill.start).toHaveBeenCalledTimes(1)
  })

  it('shows each subject in its order, and what happens to it', async () => {
    const view = await open(
      running(app({ as: 'works', at }), email(turn({ by: 'sent' })), code({ as: 'toDo', by: 'compared' }), passkey)
    )
    expect(texts(view, 'li h3')).toEqual([
      'Authenticator app',
      'Email: one code to a•••o@fernhill.example',
      'Recovery code',
      'Passkey'
    ])
    expect(texts(view, '.status')).toEqual(['Works', 'To do', 'Cannot be tested here'])
    expect(view.findAll('[aria-current=step]')).toHaveLength(1)
    expect(texts(view, '.button.primary')).toEqual(['Send code'])
  })

  it('sends a code when the person asks, and not before', async () => {
    const view = await open(running(email(turn({ by: 'sent' }))))
    expect(bridge.drill.sendCode).not.toHaveBeenCalled()
    expect(view.find('input').exists()).toBe(false)
    await button(view, 'Send code').trigger('click')
    expect(bridge.drill.sendCode).toHaveBeenCalledTimes(1)
  })

  it('checks a code once it is whole, and the button checks one that has four digits', async () => {
    const view = await open(running(email(turn({ by: 'sent', sentAt: at }))))
    const check = button(view, 'Check')
    expect(check.attributes('disabled')).toBeDefined()
    await view.get('input').setValue('1234')
    await check.trigger('click')
    expect(bridge.drill.check).toHaveBeenLastCalledWith({ code: '1234' })
    await view.get('input').setValue('123456')
    await flushPromises()
    expect(bridge.drill.check).toHaveBeenLastCalledWith({ code: '123456' })
  })

  it('forgets a code as soon as it was tried', async () => {
    const view = await open(running(app(turn())))
    await view.get('input').setValue('123456')
    bridge.tell('drill:changed', running(app(turn({ doing: 'checking', spent: true }))))
    bridge.tell('drill:changed', running(app({ as: 'works', at }), email(turn({ by: 'sent', sentAt: at }))))
    await flushPromises()
    expect(view.get('input').element.value).toBe('')
  })

  it('takes silence for a result, and a skip for none', async () => {
    const view = await open(running(email(turn({ by: 'sent', sentAt: at }))))
    await button(view, 'Nothing arrived').trigger('click')
    expect(bridge.drill.nothingArrived).toHaveBeenCalledTimes(1)
    await button(view, 'Skip').trigger('click')
    expect(bridge.drill.next).toHaveBeenCalledTimes(1)
  })

  it('says that a code was refused, and when another try is possible', async () => {
    const later = Date.now() + 42_000
    const view = await open(running(app(turn({ spent: true, refusedAt: at, nextAt: later }))))
    expect(view.get('[role=alert]').text()).toContain('id.fernhill.example refused this code.')
    expect(view.get('footer').text()).toMatch(/Another try is possible in 4[12] s/)
    expect(view.find('input').exists()).toBe(false)
    await button(view, 'Go on').trigger('click')
    expect(bridge.drill.next).toHaveBeenCalledTimes(1)
  })

  it('says why no code was sent', async () => {
    const failure = { code: 'rateLimited', at } as const
    const view = await open(running(email(turn({ by: 'sent', failure }))))
    expect(view.get('[role=alert]').text()).toContain('Too many requests')
  })

  it('asks for a recovery code as it was written down', async () => {
    const view = await open(running(code(turn({ by: 'compared' }))))
    await view.get('input').setValue(' e7ad-aaa4 ')
    await button(view, 'Check').trigger('click')
    expect(bridge.drill.check).toHaveBeenLastCalledWith({ code: 'e7ad-aaa4' })
  })

  it('can be stopped', async () => {
    const view = await open(running(app(turn())))
    await button(view, 'Stop here').trigger('click')
    expect(bridge.drill.stop).toHaveBeenCalledTimes(1)
  })

  it('that cannot begin says why, and begins again on demand', async () => {
    const view = await open({ phase: 'none' })
    bridge.tell('drill:changed', { phase: 'failed', failure: { code: 'timedOut', at } })
    await flushPromises()
    expect(view.get('[role=alert]').text()).toContain('took too long')
    await button(view, 'Try again').trigger('click')
    expect(bridge.drill.start).toHaveBeenCalledTimes(2)
  })

  it('says why main refuses', async () => {
    bridge.drill.start.mockResolvedValue(refused('offline'))
    const view = await open({ phase: 'none' })
    expect(view.get('[role=alert]').text()).toContain('You are offline')
  })
})

describe('the result', () => {
  it('answers the question first, then says what fails, what works and what was not tested', async () => {
    const view = await open(
      finished(
        app({ as: 'works', at }),
        email({ as: 'fails', why: 'nothingArrived', at: at + 120_000, sentAt: at }),
        code({ as: 'works', at, madeAt: at }),
        passkey
      )
    )
    expect(view.get('[role=status] h2').text()).toBe('Yes, in 2 ways. Another one does not work.')
    expect(texts(view, 'section h2')).toEqual(['Does not work', 'Works', 'Not tested'])
    expect(texts(view, 'li p:last-child')[0]).toContain('You said nothing arrived in 2 minutes.')
    expect(view.text()).toContain('It is the one you were given on 14 May 2026.')
    expect(view.text()).toContain('nobody can ask')
    expect(texts(view, '.button.primary')).toEqual(['Fix…'])
  })

  it.each([
    ['same', 'are the same'],
    ['changed', 'Something changed'],
    ['notCompared', 'nothing is said about them']
  ] as const)('says of the lists only what was found: %s', async (lists, words) => {
    const view = await open({ ...finished(app({ as: 'works', at })), lists } as DrillState)
    expect(view.get('[role=status]').text()).toContain(words)
  })

  it.each([
    [[app({ as: 'works', at })], 'Yes, in one way.'],
    [[app({ as: 'fails', why: 'refused', at })], 'The one you tested does not work.'],
    [
      [app({ as: 'fails', why: 'refused', at }), code({ as: 'fails', why: 'refused', at })],
      'None of the 2 you tested works.'
    ],
    [[passkey], 'Nothing was tested.'],
    [[{ ...email({ as: 'works', at }), kind: 'email' as const }], 'No way in was tested, only where codes arrive.']
  ])('does not claim more than was tested (%#)', async (items, sentence) => {
    const view = await open(finished(...items))
    expect(view.get('[role=status] h2').text()).toBe(sentence)
  })

  it('shows the name of an unknown type as text', async () => {
    const hostile = '<img src=x>'
    const view = await open(
      finished({
        id: id('e'),
        kind: 'factor',
        factorType: hostile,
        standing: { as: 'notTested', why: 'unknownType' }
      })
    )
    expect(view.get('h3').text()).toBe(hostile)
    expect(view.find('img').exists()).toBe(false)
  })

  it('says of each result why it is told, and by which answer', async () => {
    const from = [{ source: 'test' as const, field: 'send-email', values: [], readAt: at, requestId: 'r2' }]
    const failed = email({ as: 'fails', why: 'nothingArrived', at: at + 180_000, sentAt: at })
    const view = await open(finished({ ...failed, from }, passkey))
    await button(view, 'Why: Email').trigger('click')
    expect(view.get('[role=dialog]').text()).toContain('You said nothing arrived in 3 minutes.')
    expect(texts(view, '[role=dialog] dd')).toEqual([
      'Test send-email',
      expect.stringContaining('2026'),
      'r2',
      'nothingArrived'
    ])
    await view.get('[role=dialog]').trigger('keydown', { key: 'Escape' })
    expect(document.activeElement).toBe(button(view, 'Why: Email').element)
  })
})
