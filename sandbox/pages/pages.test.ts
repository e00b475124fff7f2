import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Browser } from '../testing/browser.testing'
import { html } from './html'
import { startSandbox, type Sandbox } from '../index'
import { Outbox } from '../people/outbox'
import { consentPage, outboxPage, signInPage } from './pages'
import { createPeople } from '../people/people'
import { TestClient } from '../testing/client.testing'

let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await startSandbox({ organisation: 'Müller & <Söhne>' })
})

afterAll(() => sandbox.close())

/** Opens the sign-in page as a browser does. Resolves with a function that posts to it. */
async function openSignIn() {
  const start = await fetch(new TestClient(sandbox).link(), { redirect: 'manual' })
  const path = start.headers.get('location') ?? ''
  const cookie = start.headers
    .getSetCookie()
    .map((header) => header.split(';')[0])
    .join('; ')
  const open = (below: string, form?: Record<string, string>) =>
    fetch(`${sandbox.host}${path}${below}`, {
      headers: { cookie },
      redirect: 'manual',
      ...(form && { method: 'POST', body: new URLSearchParams(form) })
    })
  return { path, open }
}

describe('the sign-in page', () => {
  it('fills in the demo person and lists everyone', async () => {
    const page = await (await (await openSignIn()).open('')).text()
    expect(page).toMatch(/name="account"\s+type="email"\s+value="ada.moreno@fernhill.example"/)
    expect(page).toMatch(/name="password"\s+type="password"\s+value="kelp-and-tide"/)
    for (const { about } of sandbox.people) expect(page).toContain(about)
    expect(page).toContain('Sign in to Müller &amp; &lt;Söhne&gt;')
  })

  it('fills in the practice account that was chosen, without JavaScript', async () => {
    const page = await (await (await openSignIn()).open('?account=lin.jing%40fernhill.example')).text()
    expect(page).toContain('value="lin.jing@fernhill.example"')
  })

  it('says what is wrong and keeps the account, not the password', async () => {
    const { open } = await openSignIn()
    const refused = await open('/login', { account: 'ada"><script>', password: 'wrong' })
    const page = await refused.text()
    expect(refused.status).toBe(401)
    expect(page).toContain('role="alert"')
    expect(page).toContain('value="ada&quot;&gt;&lt;script&gt;"')
    expect(page).not.toContain('wrong')
    expect((await open('/login', { account: ' ADA.moreno@fernhill.example', password: 'kelp-and-tide' })).status).toBe(
      303
    )
  })

  it('says so when the sign-in is over or belongs to another browser', async () => {
    const { path } = await openSignIn()
    const stranger = await fetch(`${sandbox.host}${path}`)
    expect([stranger.status, await stranger.text()]).toEqual([400, expect.stringContaining('This sign-in has ended')])
  })

  it('cannot run scripts or load anything foreign', async () => {
    const response = await (await openSignIn()).open('')
    expect(response.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'self'; img-src data:;/
    )
    const page = await response.text()
    expect(page).not.toMatch(/<script|\son\w+=|https?:/)
    expect((await fetch(`${sandbox.host}/page.css`)).headers.get('content-type')).toContain('text/css')
  })
})

it('shows an error of the provider in words', async () => {
  const link = new TestClient(sandbox).link({ redirect_uri: 'https://evil.example/callback' })
  const response = await fetch(link, { headers: { accept: 'text/html' } })
  expect(response.status).toBe(400)
  expect(await response.text()).toContain('This sign-in cannot go on')
})

it('asks before it signs a browser out', async () => {
  const browser = new Browser()
  await new TestClient(sandbox).signIn('ada', {}, browser)
  const page = await (await browser.open(new URL('/oidc/session/end', sandbox.host))).text()
  expect(page).toContain('Sign out of this browser?')

  const xsrf = /name="xsrf" value="([^"]*)"/.exec(page)?.[1] ?? ''
  const form = new URLSearchParams({ xsrf, logout: 'yes' })
  const done = await browser.open(new URL('/oidc/session/end/confirm', sandbox.host), form)
  const last = await browser.open(new URL(done.headers.get('location') ?? '', sandbox.host))
  expect(await last.text()).toContain('Signed out')

  const signIn = await browser.open(new TestClient(sandbox).link())
  const asked = await browser.open(new URL(signIn.headers.get('location') ?? '', sandbox.host))
  expect(await asked.text()).toContain('name="password"')
})

describe('the first page and the outbox', () => {
  it('say what this is and how to use it', async () => {
    const page = await (await fetch(sandbox.host)).text()
    for (const text of [sandbox.host, sandbox.appId, 'href="/outbox"', 'noor.haddad@fernhill.example'])
      expect(page).toContain(text)
    expect((await fetch(`${sandbox.host}/nowhere`)).status).toBe(404)
  })

  it('gives the outbox as a list or as a page', async () => {
    const list = await fetch(sandbox.outbox, { headers: { accept: 'application/json' } })
    expect(await list.json()).toEqual([])
    expect(await (await fetch(sandbox.outbox)).text()).toContain('No code has been sent yet')
  })

  it('shows the newest code first', () => {
    const outbox = new Outbox()
    outbox.add({ to: 'a@fernhill.example', channel: 'email', code: '111111' })
    outbox.add({ to: '+447700900142', channel: 'sms', code: '222222' })
    expect(outbox.messages.map(({ code }) => code)).toEqual(['222222', '111111'])
    expect(outboxPage(outbox.messages, [])).toMatch(/222222.*Text message.*111111.*Email/s)
  })
})

describe('markup', () => {
  it('escapes every text put into it, and nothing twice', () => {
    expect(html`<p title="${'"'}">${"<&>'"}${html`<b>${'&'}</b>`}${false}${[html`1`, html`2`]}</p>`.markup).toBe(
      '<p title="&quot;">&lt;&amp;&gt;&#39;<b>&amp;</b>12</p>'
    )
  })

  it('names the person, the app and what it asks for on the consent page', () => {
    const [ada] = createPeople()
    const path = '/interaction/oidc/x'
    const page = consentPage({
      path,
      organisation: 'Fernhill',
      app: 'Holdfast',
      person: ada,
      requests: ['See your name']
    })
    for (const text of ['Ada Moreno', 'Holdfast asks to', 'See your name', `${path}/confirm`, `${path}/abort`])
      expect(page).toContain(text)
    expect(signInPage({ path, organisation: 'F', people: [ada], account: '', password: '' })).not.toContain(
      'role="alert"'
    )
  })
})
