import type { Locator, Page } from '@playwright/test'
import { z } from 'zod'
import type { KnownFactorType } from '../../contract/factors'
import type { Sandbox } from '../../sandbox'
import { totpCode } from '../../sandbox/api/factors/totp'
import type { Hand } from '../support/hand'
import type { wordsOf } from '../support/words'

const outbox = z.array(z.object({ channel: z.enum(['sms', 'email']), code: z.string(), sentAt: z.coerce.date() }))

/** The person types these targets for a factor that sends codes. */
const targets = { SMS: '7700900155', EMAIL: 'ada.second@fernhill.example' }

/** The wizard, from *Add* to *Done*, in either language. */
export class EnrolmentPage {
  readonly key: Locator
  readonly recoveryCode: Locator
  readonly code: Locator
  readonly alert: Locator

  constructor(
    private readonly window: Page,
    private readonly sandbox: Pick<Sandbox, 'outbox'>,
    private readonly t: ReturnType<typeof wordsOf>,
    private readonly hand: Hand,
    /** This function is called at every step, for example to look for accessibility barriers. */
    private readonly atStep: (name: string) => Promise<void> = () => Promise.resolve()
  ) {
    this.key = window.locator('.key')
    this.recoveryCode = window.locator('.recovery-code')
    this.code = window.locator('input[autocomplete="one-time-code"]')
    this.alert = window.getByRole('alert')
  }

  button(key: string, values?: Record<string, string>): Locator {
    return this.window.getByRole('button', { name: this.t(key, values), exact: true })
  }

  async add(type: KnownFactorType): Promise<void> {
    await this.hand.press(this.button(`enrolment.title.${type}`))
    await this.window.locator('.page-foot').waitFor()
    await this.atStep(`${type} begun`)
  }

  async bind(type: KnownFactorType): Promise<void> {
    await this.add(type)
    if (type === 'OTP') await this.confirmApp()
    else if (type === 'FACE') await this.takePhoto()
    else await this.confirmCode(type)
    await this.window.getByText(this.t(`enrolment.bound.${type}.title`)).waitFor()
    await this.atStep(`${type} bound`)
    if (type === 'OTP') await this.keepRecoveryCode()
    await this.hand.press(this.button('enrolment.finished'))
  }

  /** Shows the key. Resolves with the text that a person would copy from the screen. */
  async showKey(): Promise<string> {
    await this.hand.press(this.button('enrolment.continue'))
    await this.key.waitFor()
    await this.atStep('key')
    return (await this.key.innerText()).replace(/\s/g, '')
  }

  /** Leads from the first card to the field for the app's code. Resolves with the key. */
  async scan(): Promise<string> {
    const key = await this.showKey()
    await this.hand.press(this.button('enrolment.continue'))
    await this.code.waitFor()
    await this.atStep('app code')
    return key
  }

  /** Leaves the wizard at the step that shows a key, and answers yes to the question about its entry. */
  async cancelAfterScan(): Promise<void> {
    await this.hand.press(this.button('enrolment.cancel'))
    await this.hand.press(this.button('enrolment.leave.key.go'))
  }

  /** Binds an authenticator app and stops at the recovery code. */
  async reachRecoveryCode(): Promise<void> {
    await this.add('OTP')
    await this.confirmApp()
    await this.recoveryCode.waitFor()
  }

  private async confirmApp(): Promise<void> {
    await this.hand.type(this.code, totpCode(await this.scan()))
  }

  async keepRecoveryCode(): Promise<void> {
    const code = await this.recoveryCode.innerText()
    await this.hand.press(this.window.getByRole('checkbox'))
    await this.hand.type(this.window.getByLabel(this.t('enrolment.recovery.lastFour.label')), code.slice(-4))
    await this.atStep('recovery code')
    await this.hand.press(this.button('enrolment.recovery.finish'))
  }

  /** Leads from the target to the field for the code that is sent there. */
  async askForCode(type: 'SMS' | 'EMAIL'): Promise<void> {
    if (type === 'SMS') {
      await this.hand.type(this.window.getByRole('combobox'), '+44')
      await this.window.keyboard.press('Enter')
      await this.hand.type(this.window.getByLabel(this.t('enrolment.code.number')), targets.SMS)
    } else {
      const another = this.button('enrolment.code.EMAIL.another')
      if (await another.isVisible()) await this.hand.press(another)
      await this.hand.type(this.window.getByLabel(this.t('enrolment.code.email')), targets.EMAIL)
    }
    await this.hand.press(this.button('enrolment.code.send'))
    await this.code.waitFor()
    await this.atStep(`${type} code`)
  }

  private async confirmCode(type: 'SMS' | 'EMAIL'): Promise<void> {
    await this.askForCode(type)
    await this.hand.type(this.code, await this.newestCode(type === 'SMS' ? 'sms' : 'email'))
  }

  /** Resolves with the newest code that the sandbox sent by this channel. */
  async newestCode(channel: 'sms' | 'email'): Promise<string> {
    const response = await fetch(this.sandbox.outbox, { headers: { accept: 'application/json' } })
    const sent = outbox.parse(await response.json()).filter((message) => message.channel === channel)
    return sent.sort((one, other) => Number(other.sentAt) - Number(one.sentAt))[0]?.code ?? ''
  }

  private async takePhoto(): Promise<void> {
    await this.hand.press(this.button('enrolment.face.allow'))
    const take = this.button('enrolment.face.live.take')
    await take.waitFor()
    await this.atStep('camera')
    await this.hand.press(take)
    const use = this.button('enrolment.face.photo.use')
    await use.waitFor()
    await this.atStep('photo')
    await this.hand.press(use)
  }
}
