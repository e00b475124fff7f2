import type { ActivityEntry, SignIn, SignInKind } from '../../../contract/activity'
import { regionNames } from '../../text/regionNames'
import { type MessageKey, useText } from '../../text/useText'
import { familyOf } from './deviceName'
import { refusalMeaning } from './refusalMeaning'

const methods: Readonly<Record<string, MessageKey>> = {
  PASSWORD: 'activity.method.password',
  PASSCODE: 'activity.method.passcode',
  SOCIAL: 'activity.method.social',
  AD: 'activity.method.directory',
  LDAP: 'activity.method.directory',
  QRCODE: 'activity.method.qrCode',
  PASSKEY: 'activity.method.passkey'
}

/** Says what a sign-in was in the words of the window. What the tenant alone has words for stands as it says it. */
export function useSignInWords() {
  const { t, locale } = useText()

  function result({ success, app, error }: SignIn): string {
    if (success) return app === undefined ? t('activity.signedIn') : t('activity.signedInTo', { app })
    return error === undefined ? t('activity.refused') : t('activity.refusedFor', { reason: error })
  }

  function device({ browser, system }: SignIn): string {
    if (browser !== undefined && system !== undefined) {
      return t('activity.device', { browser: familyOf(browser), system: familyOf(system) })
    }
    const known = browser ?? system
    return known === undefined ? t('activity.unknown.device') : familyOf(known)
  }

  const country = ({ countryCode, country: name }: SignIn): string =>
    (countryCode === undefined ? name : regionNames(locale.value).of(countryCode)) ?? t('activity.unknown.place')

  function method({ method: given }: SignIn): string {
    if (given === undefined) return t('activity.unknown.method')
    const known = methods[given.toUpperCase()]
    return known ? t(known) : given
  }

  /** Returns the country of an entry, or how many countries a burst came from. */
  function place({ signIn, burst }: ActivityEntry): string {
    return burst && burst.countries > 1 ? t('activity.burst.countries', { count: burst.countries }) : country(signIn)
  }

  function burst({ signIn, burst: folded }: ActivityEntry): string {
    const count = folded?.count ?? 1
    const { error } = signIn
    return error === undefined
      ? t('activity.burst.refused', { count })
      : t('activity.burst.refusedFor', { count, reason: error })
  }

  const addresses = (count: number): string =>
    count === 1 ? t('activity.burst.oneAddress') : t('activity.burst.addresses', { count })

  /** Returns the network address with what it tells of the place, which is never exact. */
  function address({ address: given, city }: SignIn): string | undefined {
    if (given === undefined) return undefined
    return city === undefined ? given : t('activity.near', { address: given, city })
  }

  /** Returns what an error means, or undefined if that is not known. */
  function meaning({ error }: SignIn): string | undefined {
    const known = error === undefined ? undefined : refusalMeaning(error)
    return known && t(known)
  }

  const columns: Record<SignInKind['column'], (signIn: SignIn) => string> = {
    result: (signIn) => `${result(signIn)}\n${meaning(signIn) ?? ''}`,
    device,
    place: country,
    method
  }

  /** Returns everything that rows of a kind say in the column of that kind, open ones too. */
  const kind = ({ column, example }: SignInKind): string => columns[column](example)

  return { result, device, place, method, burst, addresses, address, meaning, kind }
}
