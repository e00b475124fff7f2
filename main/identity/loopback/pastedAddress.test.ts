import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { listenForCallback, type Loopback } from './loopback'
import { readPastedAddress } from './pastedAddress'

const state = 'the-right-state-0123456789'
const redirectUri = 'http://127.0.0.1:4180/callback'
const right = `${redirectUri}?code=c.7&state=${state}&iss=https%3A%2F%2Fid.example%2Foidc`
const read = (text: string) => readPastedAddress(text, redirectUri, state)

describe('a pasted address', () => {
  it.each<[string, string]>([
    ['as the browser shows it', right],
    ['with spaces and line breaks around it', ` \n${right}\r\n`],
    ['with https in front', right.replace('http:', 'https:')],
    ['with localhost as host', right.replace('127.0.0.1', 'localhost')],
    ['with another spelling of the host', right.replace('127.0.0.1', '127.1')],
    ['without a scheme', right.replace('http://', '')],
    ['without a host', right.replace('http://127.0.0.1:4180', '')],
    ['with its parameters alone', right.replace(/^.*\?/, '')],
    ['in quotation marks', `"${right}"`],
    ['in typographic quotation marks', `“${right}”`],
    ['in Chinese brackets', `「${right}」`],
    ['in angle brackets', `<${right}>`],
    ['in round brackets', `(${right})`],
    ['in two round brackets', `((${right}))`],
    ['with several signs behind it', `${right}...!`],
    ['as code', `\`${right}\``],
    ['as a link of Markdown', `[${right}](${right})`],
    ['as a named link of Markdown', `[the page](${right})`],
    ['as a link of a page', `<a href="${right}">here</a>`],
    ['with a full stop behind it', `${right}.`],
    ['with a Chinese full stop behind it', `${right}。`],
    ['broken over lines', right.replace('state', '\n  state')],
    ['with its ampersands written for a page', right.replaceAll('&', '&amp;')],
    ['with its ampersands written as numbers', right.replaceAll('&', '&#38;')],
    ['with backslashes before its signs', right.replaceAll('&', '\\&')],
    ['with invisible signs in it', right.replace('code', '\u200bcode\ufeff')],
    ['with a fragment behind it', `${right}#_=_`],
    ['percent-encoded as a whole', encodeURIComponent(right)],
    ['inside of the address of a link checker', `https://safe.example/?url=${encodeURIComponent(right)}&data=1`],
    ['with words before it', `Open ${right}`]
  ])('is understood %s', (_how, text) => {
    const url = read(text)
    expect(url?.origin).toBe('http://127.0.0.1:4180')
    expect(Object.fromEntries(url?.searchParams ?? [])).toEqual({ code: 'c.7', state, iss: 'https://id.example/oidc' })
  })

  it('may be a refusal', () => {
    expect(read(`${redirectUri}?error=access_denied&state=${state}`)?.searchParams.get('error')).toBe('access_denied')
  })

  it.each<[string, string]>([
    ['nothing', ''],
    ['a wrong state', right.replace(state, 'wrong')],
    ['a state of the right length', right.replace(state, state.replace('t', 'u'))],
    ['no state', `${redirectUri}?code=c`],
    ['the state twice', `${right}&state=${state}`],
    ['the code twice', `${right}&code=d`],
    ['the authorization request', `https://id.example/oidc/auth?client_id=a&code_challenge=x&state=${state}`],
    ['the parameters in the fragment', `${redirectUri}?#code=c&state=${state}`],
    ['an endless address', `${right}&x=${'x'.repeat(8_200)}`]
  ])('is refused when it is %s', (_name, text) => {
    expect(read(text)).toBeUndefined()
  })

  it('is refused when it is any other text', () => {
    const junk = fc.oneof(
      fc.string(),
      fc.string().map((query) => `${redirectUri}?${query}`),
      fc.webUrl()
    )
    fc.assert(fc.property(junk, (text) => read(text) === undefined))
  })
})

describe('the address pasted into a sign-in', () => {
  const opened: Loopback[] = []
  afterEach(() => {
    for (const { close } of opened.splice(0)) close()
  })
  async function listen(): Promise<Loopback> {
    const loopback = await listenForCallback([0], state, 'en')
    opened.push(loopback)
    return loopback
  }

  it('is heard like the redirect itself, and closes the listener', async () => {
    const loopback = await listen()
    expect(loopback.accept(right)).toBe(true)
    expect((await loopback.callback).href).toContain(`${loopback.redirectUri}?code=c.7&state=${state}`)
    await expect(fetch(loopback.redirectUri)).rejects.toThrow()
  })

  it('does not end the wait if it is a wrong one, and is accepted once', async () => {
    const loopback = await listen()
    expect(loopback.accept(right.replace(state, 'other'))).toBe(false)
    expect(loopback.accept(right)).toBe(true)
    expect(loopback.accept(right.replace('c.7', 'd'))).toBe(false)
    expect((await loopback.callback).searchParams.get('code')).toBe('c.7')
  })
})
