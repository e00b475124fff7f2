import { computed, type ComputedRef } from 'vue'
import type { Failure } from '../../../contract/result'
import { useFormat } from '../../text/useFormat'
import { useSentences } from '../../text/useSentences'
import { useText } from '../../text/useText'
import type { KeyFacts } from './useOtpKey'

interface RefusedPasscode {
  failure: Failure
  facts: KeyFacts
  /** How far this computer's clock is ahead of the server's. */
  clockErrorMs: number
  /** When main sends the code again, in ms since the epoch; undefined if it does not. */
  triesAgainAt: number | undefined
}

/** Says what may be behind a code that was refused, and what happens next, in sentences. */
export function usePasscodeFailure(refused: () => RefusedPasscode): ComputedRef<string[]> {
  const { t } = useText()
  const { clock, remaining } = useFormat()
  const { inRow } = useSentences()

  /** How far the clock of the app that made the code is off. */
  function ofClocks({ failure: { aheadMs }, facts }: RefusedPasscode): string | undefined {
    if (!aheadMs) return undefined
    const way = aheadMs > 0 ? 'ahead' : 'behind'
    const difference = t(`enrolment.app.time.${way}`, { time: remaining(Math.abs(aheadMs)) })
    return aheadMs === -facts.period * 1000 ? inRow(difference, t('enrolment.app.time.changed')) : difference
  }

  /**
   * A right code fits one of the two clocks. If they differ by more than the life of a code, that alone may be the cause.
   */
  function ofThisClock({ failure, facts, clockErrorMs }: RefusedPasscode): string | undefined {
    const off = Math.abs(clockErrorMs)
    if (failure.code !== 'rightPasscodeRefused' || off < facts.period * 1000) return undefined
    const way = clockErrorMs > 0 ? 'fast' : 'slow'
    return inRow(t(`enrolment.app.wrong.${way}`, { time: remaining(off) }), t('enrolment.app.wrong.clock'))
  }

  function ofNextTry({ triesAgainAt }: RefusedPasscode): string | undefined {
    return triesAgainAt === undefined ? undefined : t('enrolment.app.triesAgain', { moment: clock(triesAgainAt) })
  }

  function ofRequest({ failure: { code, requestId } }: RefusedPasscode): string | undefined {
    if (code !== 'rightPasscodeRefused' || !requestId) return undefined
    return t('enrolment.app.requestId', { id: requestId })
  }

  return computed(() =>
    [ofClocks, ofThisClock, ofNextTry, ofRequest]
      .map((sentence) => sentence(refused()))
      .filter((sentence) => sentence !== undefined)
  )
}
