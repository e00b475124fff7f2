import type { Context } from 'koa'
import { html, type Html } from './html'
import type { OutboxMessage } from '../people/outbox'
import type { Person } from '../people/people'

const mark = html`<svg class="mark" viewBox="24 24 464 464" aria-hidden="true">
  <rect x="24" y="24" width="464" height="464" rx="108" fill="#0d5c52" />
  <g fill="#f4f8f5">
    <path
      d="M256 90c42 36 61 77 61 114 0 36-22 54-34 72-4 7-6 16-6 27v44c0 20 8 30 28 29l-4 20h-90l-4-20c20 1 28-9 28-29v-44c0-11-2-20-6-27-12-18-34-36-34-72 0-37 19-78 61-114z"
    />
    <path
      d="M120 286c0 70 58 117 136 117s136-47 136-117"
      fill="none"
      stroke="#f4f8f5"
      stroke-width="42"
      stroke-linecap="round"
    />
  </g>
</svg>`

const alertIcon = html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
  <circle cx="12" cy="12" r="10" />
  <path d="m15 9-6 6M9 9l6 6" />
</svg>`

function page(title: string, body: Html): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <link rel="stylesheet" href="/page.css" />
        <link rel="icon" href="data:," />
      </head>
      <body>
        <main>
          ${mark}
          <h1>${title}</h1>
          ${body}
        </main>
      </body>
    </html>`.markup
}

/**
 * Sends a page that runs no script, loads nothing foreign and posts only to loopback, because a sign-in ends at the app's
 * own port.
 */
export function sendPage(ctx: Context, markup: string, status?: number): void {
  if (status !== undefined) ctx.status = status
  ctx.type = 'html'
  ctx.set({
    'Content-Security-Policy':
      "default-src 'none'; style-src 'self'; img-src data:; form-action 'self' http://127.0.0.1:*; base-uri 'none'; frame-ancestors 'none'",
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY'
  })
  ctx.body = markup
}

export interface SignIn {
  /** The path of this sign-in. The forms post to addresses below it. */
  path: string
  organisation: string
  people: Person[]
  account: string
  password: string
  refused?: boolean
}

export function signInPage({ path, organisation, people, account, password, refused }: SignIn): string {
  return page(
    `Sign in to ${organisation}`,
    html`
      <p class="lead">This is a practice tenant on this computer. Nobody here is real, so try anything.</p>
      ${
        refused === true &&
        html`<div class="notice" role="alert">
          ${alertIcon}
          <p><strong>Account and password do not match.</strong>Check both, or choose a practice account below.</p>
        </div>`
      }
      <form id="sign-in" method="post" action="${path}/login">
        <label for="account">Account</label>
        <input id="account" name="account" type="email" value="${account}" autocomplete="username" required />
        <label for="password">Password</label>
        <input
          id="password"
          name="password"
          type="password"
          value="${password}"
          autocomplete="current-password"
          required
          ${refused === true && html`autofocus`}
        />
        <button class="primary">Sign in</button>
      </form>
      <form method="post" action="${path}/abort"><button class="quiet">Cancel</button></form>
      <section aria-labelledby="practice">
        <h2 id="practice">Practice accounts</h2>
        <p>Choose one to fill it in. The password is always <code>${people[0]?.password}</code>.</p>
        <ul class="group">
          ${people.map(
            (person) =>
              html`<li>
                <a
                  href="${path}?account=${encodeURIComponent(person.account)}"
                  ${person.account === account && html`aria-current="true"`}
                >
                  <span class="name" lang="${person.locale}">${person.name}</span>
                  <span class="detail">${person.about}</span>
                </a>
              </li>`
          )}
        </ul>
      </section>
    `
  )
}

export interface Consent {
  path: string
  organisation: string
  app: string
  person: Person
  /** The permissions that the app asks for, in plain words. */
  requests: string[]
}

export function consentPage({ path, organisation, app, person, requests }: Consent): string {
  return page(
    `Allow ${app} to use your account?`,
    html`
      <p class="lead">
        You are signed in to ${organisation} as <strong>${person.name}</strong> (<bdi>${person.account}</bdi>).
      </p>
      <h2>${app} asks to</h2>
      <ul class="group">
        ${requests.map((request) => html`<li><span class="item">${request}</span></li>`)}
      </ul>
      <form method="post" action="${path}/confirm"><button class="primary">Allow</button></form>
      <form method="post" action="${path}/abort"><button>Deny</button></form>
      <p class="foot">You return to ${app} either way. Signing out there ends this permission.</p>
    `
  )
}

export function signOutPage(form: Html): string {
  return page(
    'Sign out of this browser?',
    html`
      <p class="lead">Apps you allowed to stay signed in keep their permission.</p>
      ${form}
      <button class="primary" form="op.logoutForm" name="logout" value="yes">Sign out</button>
      <button form="op.logoutForm">Stay signed in</button>
    `
  )
}

export function messagePage(title: string, text: string): string {
  return page(title, html`<p class="lead">${text}</p>`)
}

export interface Home {
  organisation: string
  host: string
  appId: string
  people: Person[]
}

export function homePage({ organisation, host, appId, people }: Home): string {
  return page(
    organisation,
    html`
      <p class="lead">
        A practice GenAuth tenant. It lives in memory on this computer, and everything is forgotten when it stops.
      </p>
      <dl>
        <dt>Host</dt>
        <dd><code>${host}</code></dd>
        <dt>App ID</dt>
        <dd><code>${appId}</code></dd>
        <dt>Codes it sends</dt>
        <dd><a href="/outbox">Outbox</a></dd>
      </dl>
      <h2>Practice accounts</h2>
      <p>The password is always <code>${people[0]?.password}</code>.</p>
      <ul class="group">
        ${people.map(
          ({ name, locale, account, about }) =>
            html`<li>
              <span class="item">
                <span class="name" lang="${locale}">${name}</span>
                <span class="detail">${account}</span>
                <span class="detail">${about}</span>
              </span>
            </li>`
        )}
      </ul>
    `
  )
}

/** The code that a person's authenticator app shows now. */
export interface AppCode {
  name: string
  locale: string
  code: string
}

export function outboxPage(messages: OutboxMessage[], apps: AppCode[]): string {
  return page(
    'Outbox',
    html`
      ${
        messages.length === 0
          ? html`<p class="lead">No code has been sent yet. Reload this page after you ask for one.</p>`
          : html`<ul class="group">
              ${messages.map(
                ({ to, channel, code, sentAt }) =>
                  html`<li>
                    <span class="item">
                      <span class="code">${code}</span>
                      <span class="detail">${channel === 'sms' ? 'Text message' : 'Email'} to <bdi>${to}</bdi></span>
                      <time class="detail" datetime="${sentAt}">${sentAt.slice(11, 19)} UTC</time>
                    </span>
                  </li>`
              )}
            </ul>`
      }
      <h2>Authenticator apps</h2>
      <p>What they show now. Reload this page for the next code.</p>
      <ul class="group">
        ${apps.map(
          ({ name, locale, code }) =>
            html`<li>
              <span class="item">
                <span class="code">${code}</span>
                <span class="detail" lang="${locale}">${name}</span>
              </span>
            </li>`
        )}
      </ul>
    `
  )
}
