import { describe, expect, it } from 'vitest'
import { AppError } from '../ground/errors'
import { begun, step } from './tokenMachine'
import { tokensNo } from './tokenMachine.testing'
import type { Renewal, TokenEffect, TokenEvent, TokenState } from './tokenState'

type Step = ReturnType<typeof step>

const at = { wall: 10, monotonic: 1_010 }
const living = (number: number) => ({ ...tokensNo(number), accessTokenUsableUntil: 100 })
const [credential, newer, late] = [tokensNo(0), living(1), tokensNo(2)]
const lost = new AppError('timedOut')
const refusal = new AppError('unexpectedAnswer', { status: 400, refused: true })
const signedOut = { error: new AppError('signedOut') }

const events = {
  adopted: { type: 'adopted' },
  adoptedIntoMemory: { type: 'adopted', memoryOnlyBecause: 'a reason' },
  needed: { type: 'needed' },
  save: { type: 'save' },
  forgotten: { type: 'forgotten' },
  discovered: { type: 'discovered' },
  locked: { type: 'locked' },
  noted: { type: 'noted' },
  paused: { type: 'paused' },
  learning: { type: 'learning' },
  revoking: { type: 'revoking' },
  unlocked: { type: 'unlocked' },
  foundNothing: { type: 'looked', elsewhere: undefined, at },
  foundTheEnd: { type: 'looked', elsewhere: null, at },
  foundLiving: { type: 'looked', elsewhere: newer, at },
  foundOver: { type: 'looked', elsewhere: late, at },
  answered: { type: 'answered', renewed: newer, at },
  failed: { type: 'failed', error: lost },
  counted: { type: 'counted', refusals: 1 },
  kept: { type: 'kept', credential, keeping: { keptIn: 'keychain' } }
} satisfies Record<string, TokenEvent>
type Steps = Partial<Record<keyof typeof events, Step>>

const idle: TokenState = begun(credential, { wall: 0, monotonic: 0 })
const taken = { credential: newer, usableUntil: 1_100 }
const renewing = (renewal: Renewal, state = idle): TokenState => ({ ...state, renewal })
const asks = (tries: number, locked: boolean, state = idle): Step => ({
  state: renewing({ stage: 'asking', locked, tries }, state),
  effect: { do: 'ask', credential: state.credential, mayBeUsed: state.answerLost }
})
const unlocks = (outcome: Extract<Renewal, { stage: 'unlocking' }>['outcome'], state = idle): Step => ({
  state: renewing({ stage: 'unlocking', outcome }, state),
  effect: { do: 'unlock' }
})
const answers = (answer: NonNullable<TokenState['answer']>, state = idle): Step => ({
  state: { ...state, renewal: undefined, answer }
})
const ends = (error: AppError, state = idle): Step =>
  unlocks({ error }, { ...state, over: true, notice: { ended: error } })
const does = (renewal: Renewal, effect: TokenEffect, state = idle): Step => ({
  state: renewing(renewal, state),
  effect
})
const stores = (state: TokenState, otherwise: 'memory' | 'unsaved'): Step => ({
  state: { ...state, storing: state.storing + 1 },
  effect: { do: 'store', credential: state.credential, otherwise }
})

const looking = { stage: 'looking', locked: true } as const
const noting = { stage: 'noting', locked: true } as const
const asking = { stage: 'asking', locked: true, tries: 1 } as const
const pausing = { stage: 'pausing', locked: true, tries: 1 } as const
const counting = { stage: 'counting', locked: true, refusal } as const
const learning = { stage: 'learning', locked: true } as const
const storing = { stage: 'storing', locked: true, credential } as const
const revoking = { stage: 'revoking', locked: true } as const
const unlocking = { stage: 'unlocking', outcome: { credential } } as const

/** Returns the steps that every state takes in the same way. */
const always = (state: TokenState): Steps => ({
  adopted: stores({ ...state, keptIn: 'saving', notice: { keeping: { keptIn: 'saving' } } }, 'memory'),
  adoptedIntoMemory: {
    state: { ...state, keptIn: 'memory', notice: { keeping: { keptIn: 'memory', cause: 'a reason' } } }
  },
  forgotten: { state: { ...state, over: true } }
})
const failed = unlocks({ error: lost })
const ended = new AppError('sessionEnded', { status: undefined, cause: new AppError('sessionEnded') })
const stored: TokenState = { ...idle, notice: { keeping: { keptIn: 'keychain' } } }

const table: [string, TokenState, Steps][] = [
  ['at rest', idle, { needed: does({ stage: 'discovering' }, { do: 'discover' }) }],
  [
    'that look for the provider',
    renewing({ stage: 'discovering' }),
    { discovered: does({ stage: 'locking' }, { do: 'lock' }), failed: answers({ error: lost }) }
  ],
  [
    'that wait for the lock',
    renewing({ stage: 'locking' }),
    { locked: does(looking, { do: 'look' }), failed: answers({ error: lost }) }
  ],
  [
    'that look at the keychain',
    renewing(looking),
    {
      foundNothing: does(noting, { do: 'note' }),
      foundTheEnd: ends(ended),
      foundLiving: unlocks({ credential: newer }, { ...idle, ...taken }),
      foundOver: does(noting, { do: 'note' }, { ...idle, credential: late, usableUntil: 1_000 }),
      failed
    }
  ],
  ['whose renewal is noted', renewing(noting), { noted: asks(1, true), failed }],
  [
    'that are asked for',
    renewing(asking),
    {
      answered: does(learning, { do: 'learn', refreshToken: 'rt-1' }, { ...idle, ...taken }),
      failed: does(pausing, { do: 'pause', tries: 1 }, { ...idle, answerLost: true })
    }
  ],
  ['that are asked for again soon', renewing(pausing), { paused: asks(2, true), failed }],
  ['that were refused', renewing(counting), { counted: unlocks({ error: refusal }, { ...idle, refusals: 1 }), failed }],
  ['that have come', renewing(learning), { learning: stores(renewing(storing), 'unsaved'), failed }],
  [
    'that are being stored',
    renewing(storing, { ...idle, storing: 1 }),
    { kept: unlocks({ credential }, stored), failed: unlocks({ error: lost }, { ...idle, storing: 1 }) }
  ],
  ['that are revoked', renewing(revoking), { revoking: unlocks(signedOut), failed }],
  ['that give back the lock', renewing(unlocking), { unlocked: answers({ credential }) }]
]

it.each(table)('tokens %s go on as the event demands, and in no other way', (_name, state, known: Steps) => {
  const steps = { ...always(state), ...known }
  for (const [name, event] of Object.entries(events)) {
    expect([name, step(state, event)]).toStrictEqual([name, { state, ...steps[name as keyof Steps] }])
  }
})

describe('tokens of a session that is over', () => {
  const over = { ...idle, over: true }

  it.each<[string, Renewal | undefined, TokenEvent, Step]>([
    ['are given to nobody', undefined, events.needed, answers(signedOut, over)],
    ['are forgotten once', undefined, events.forgotten, { state: over }],
    ['are not looked for', { stage: 'discovering' }, events.discovered, answers(signedOut, over)],
    ['are not replaced by those in the keychain', looking, events.foundLiving, unlocks(signedOut, over)],
    ['do not end twice', looking, events.foundTheEnd, unlocks(signedOut, over)],
    ['are not asked for', noting, events.noted, unlocks(signedOut, over)],
    ['are not asked for again', pausing, events.paused, unlocks(signedOut, over)],
    ['do not come any more', asking, events.failed, unlocks(signedOut, over)],
    ['are refused in vain', counting, { type: 'counted', refusals: 2 }, unlocks(signedOut, over)],
    ['are stored in vain', storing, events.kept, unlocks({ credential }, over)],
    ['are not given with the lock', unlocking, events.unlocked, answers(signedOut, over)],
    [
      'are revoked if they come late',
      asking,
      events.answered,
      does(revoking, { do: 'revoke', refreshToken: 'rt-1' }, over)
    ],
    [
      'are revoked before they are stored',
      learning,
      events.learning,
      does(revoking, { do: 'revoke', refreshToken: 'rt-0' }, over)
    ]
  ])('%s', (_name, renewal, event, expected) => {
    const state = { ...over, renewal, storing: renewal?.stage === 'storing' ? 1 : 0 }
    expect(step(state, event)).toStrictEqual(expected)
  })

  it('keep an error that they end with', () => {
    const state = { ...over, renewal: { stage: 'unlocking', outcome: { error: lost } } } as const
    expect(step(state, events.unlocked)).toStrictEqual(answers({ error: lost }, over))
  })
})

describe('tokens that are asked for', () => {
  const fails = (error: unknown, state = renewing(asking)) => step(state, { type: 'failed', error })

  it('are asked for three times if that may help', () => {
    const third = { ...asking, tries: 3 }
    expect(fails(lost, renewing({ ...asking, tries: 2 }))).toStrictEqual(
      does({ ...pausing, tries: 2 }, { do: 'pause', tries: 2 }, { ...idle, answerLost: true })
    )
    expect(fails(lost, renewing(third))).toStrictEqual(unlocks({ error: lost }, { ...idle, answerLost: true }))
    const bug = new TypeError('bug')
    expect(fails(bug)).toStrictEqual(unlocks({ error: bug }, { ...idle, answerLost: true }))
  })

  it.each([new AppError('offline'), new AppError('captivePortal'), new AppError('rateLimited')])(
    'are as they were if nothing was renewed: %s',
    (error) => {
      expect(fails(error)).toStrictEqual(unlocks({ error }))
      const doubtful = { ...idle, answerLost: true }
      expect(fails(error, renewing(asking, doubtful))).toStrictEqual(unlocks({ error }, doubtful))
    }
  )

  it('are asked for again where a server was too busy, which has renewed nothing', () => {
    const busy = new AppError('serverFault', { status: 503 })
    expect(fails(busy)).toStrictEqual(does(pausing, { do: 'pause', tries: 1 }))
    const fault = new AppError('serverFault', { status: 500 })
    expect(fails(fault)).toStrictEqual(does(pausing, { do: 'pause', tries: 1 }, { ...idle, answerLost: true }))
  })

  it.each(['sessionEnded', 'sessionForeign', 'sessionNotVerified'] as const)('end a session by %s', (code) => {
    const word = new AppError(code, { status: 400 })
    const { state, effect } = fails(word)
    expect({ state, effect }).toStrictEqual(ends(new AppError(code, { status: 400, cause: word })))
    expect(state.notice).toMatchObject({ ended: { code, facts: { status: 400 } } })
  })

  it('were most likely renewed before, if an answer was lost', () => {
    const doubtful = { ...idle, answerLost: true }
    for (const [code, told] of [
      ['sessionEnded', 'sessionNotRenewed'],
      ['sessionForeign', 'sessionForeign']
    ] as const) {
      const word = new AppError(code)
      expect(fails(word, renewing(asking, doubtful))).toStrictEqual(
        ends(new AppError(told, { status: undefined, cause: word }), doubtful)
      )
    }
  })

  it('end a session by the second refusal in a row, whoever has counted the first', () => {
    expect(fails(refusal)).toStrictEqual(does(counting, { do: 'count' }))
    const refused = new AppError('sessionRefused', { status: 400, cause: refusal })
    const told = new AppError('sessionRefused', { status: 400, cause: refused })
    expect(step(renewing(counting), { type: 'counted', refusals: 2 })).toStrictEqual(ends(told))
    const once = { ...idle, refusals: 1 }
    expect(step(renewing(counting, once), events.counted)).toStrictEqual(ends(told, once))
    const inMemory = { ...idle, keptIn: 'memory' } as const
    expect(fails(refusal, renewing(asking, inMemory))).toStrictEqual(
      unlocks({ error: refusal }, { ...inMemory, refusals: 1 })
    )
    const { state } = fails(refusal, renewing(asking, { ...inMemory, refusals: 1 }))
    expect(state.notice).toMatchObject({ ended: { code: 'sessionRefused', facts: { status: 400 } } })
  })

  it('forget refusals and doubts once they have come', () => {
    const before = { ...idle, refusals: 1, answerLost: true }
    expect(step(renewing(asking, before), events.answered).state).toMatchObject({ refusals: 0, answerLost: false })
    expect(step(renewing(looking, before), events.foundOver).state).toMatchObject({ refusals: 0, answerLost: false })
    expect(step(renewing(noting, before), events.noted)).toStrictEqual(asks(1, true, before))
  })
})

describe('tokens in memory', () => {
  const inMemory: TokenState = { ...idle, keptIn: 'memory' }

  it('need no lock, unless they are being stored', () => {
    expect(step(renewing({ stage: 'discovering' }, inMemory), events.discovered)).toStrictEqual(
      asks(1, false, inMemory)
    )
    const isStoring = { ...inMemory, storing: 1 }
    expect(step(renewing({ stage: 'discovering' }, isStoring), events.discovered)).toStrictEqual(
      does({ stage: 'locking' }, { do: 'lock' }, isStoring)
    )
  })

  it('are renewed without being stored', () => {
    const unlocked = { stage: 'learning', locked: false } as const
    expect(step(renewing(unlocked, inMemory), events.learning)).toStrictEqual(answers({ credential }, inMemory))
    const again = { stage: 'pausing', locked: false, tries: 2 } as const
    expect(step(renewing(again, inMemory), events.paused)).toStrictEqual(asks(3, false, inMemory))
  })

  it('are offered to the keychain when that is asked for, and stay where they are if it takes nothing', () => {
    expect(step(inMemory, events.save)).toStrictEqual(stores(inMemory, 'memory'))
    const unsaved: TokenState = { ...idle, keptIn: 'unsaved' }
    expect(step(unsaved, events.save)).toStrictEqual(stores(unsaved, 'unsaved'))
    const busy = [{ ...unsaved, over: true }, { ...unsaved, storing: 1 }, renewing(looking, unsaved)]
    for (const state of busy) expect(step(state, events.save)).toStrictEqual({ state })
  })
})

it('the outcome of a write counts for the tokens that were written', () => {
  const writing: TokenState = { ...idle, keptIn: 'saving', storing: 2 }
  const cause = new AppError('keychainLocked')
  const kept = { type: 'kept', credential, keeping: { keptIn: 'memory', cause } } as const
  expect(step(writing, kept)).toStrictEqual({
    state: { ...writing, storing: 1, keptIn: 'memory', notice: { keeping: kept.keeping } }
  })
  const once = { state: { ...writing, storing: 1 } }
  expect(step(writing, { ...kept, credential: newer })).toStrictEqual(once)
  const over = { ...writing, over: true }
  expect(step(over, kept)).toStrictEqual({ state: { ...over, storing: 1 } })
  const waiting = renewing({ ...storing, credential: newer }, writing)
  expect(step(waiting, kept).state).toMatchObject({ storing: 1, keptIn: 'memory', renewal: { stage: 'storing' } })
})
