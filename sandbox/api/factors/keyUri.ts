import type { KeyUriForm } from '../../settings/options'

interface Key {
  organisation: string
  account: string
  /** Base32 */
  secret: string
}

/** Returns the `otpauth://totp/…` address in one of the forms. */
export function writeKeyUri(form: KeyUriForm, { organisation, account, secret }: Key): string {
  const issuers: Partial<Record<KeyUriForm, string>> = {
    long: `${organisation} `.repeat(240).slice(0, 240),
    address: 'https://id.fernhill.example',
    bare: 'H&M 100%',
    form: 'Big Corp'
  }
  const name = issuers[form] ?? organisation
  const issuer = form === 'bare' ? name.replace(' ', '%20') : encodeURIComponent(name)
  const label = `${issuer}:${form === 'noAccount' ? '' : encodeURIComponent(account)}`
  const parameters = [
    `secret=${form === 'grouped' ? secret.replace(/.{4}(?=.)/g, '$&%20').toLowerCase() : secret}`,
    'period=30',
    'digits=6',
    `algorithm=${form === 'unsupported' ? 'MD5' : 'SHA1'}`,
    `issuer=${form === 'form' ? issuer.replaceAll('%20', '+') : issuer}`
  ]
  return `otpauth://totp/${label}?${parameters.join(form === 'html' ? '&amp;' : '&')}`
}
