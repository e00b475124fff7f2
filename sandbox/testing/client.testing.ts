import { createHash, randomBytes } from 'node:crypto'
import { z } from 'zod'
import { Browser } from './browser.testing'
import type { Sandbox } from '../index'

const tokens = z.object({
  access_token: z.string(),
  id_token: z.string(),
  refresh_token: z.string().optional(),
  expires_in: z.number(),
  token_type: z.literal('Bearer'),
  scope: z.string()
})
export type Tokens = z.infer<typeof tokens>

const everything = { scope: 'openid profile username email phone offline_access', prompt: 'consent' }

const messages = z.array(z.object({ to: z.string(), code: z.string() }))

/** A public client in plain HTTP. It uses no library of the app, so that tests judge the sandbox independently. */
export class TestClient {
  readonly #verifier = randomBytes(32).toString('base64url')
  readonly redirectUri: string

  constructor(
    readonly sandbox: Sandbox,
    port = 49_152
  ) {
    this.redirectUri = `http://127.0.0.1:${port}/callback`
  }

  /** Returns the authorization request. A change to `undefined` removes a parameter. */
  link(changes: Record<string, string | undefined> = {}): URL {
    const parameters: Record<string, string | undefined> = {
      client_id: this.sandbox.appId,
      response_type: 'code',
      redirect_uri: this.redirectUri,
      state: 'state-1',
      nonce: 'nonce-1',
      code_challenge: createHash('sha256').update(this.#verifier).digest('base64url'),
      code_challenge_method: 'S256',
      ...everything,
      ...changes
    }
    const link = new URL(`${this.sandbox.host}/oidc/auth`)
    for (const [name, value] of Object.entries(parameters)) if (value !== undefined) link.searchParams.set(name, value)
    return link
  }

  /** Posts a form to an endpoint below `/oidc`. */
  post(path: string, form: Record<string, string>): Promise<Response> {
    const body = new URLSearchParams({ client_id: this.sandbox.appId, ...form })
    return fetch(`${this.sandbox.host}/oidc${path}`, { method: 'POST', body })
  }

  redeem(code: string): Promise<Response> {
    const form = {
      grant_type: 'authorization_code',
      code,
      redirect_uri: this.redirectUri,
      code_verifier: this.#verifier
    }
    return this.post('/token', form)
  }

  refresh(refreshToken = ''): Promise<Response> {
    return this.post('/token', { grant_type: 'refresh_token', refresh_token: refreshToken })
  }

  /** Signs in the person whose account begins with `name`. Resolves with the tokens. */
  async signIn(
    name: string,
    changes: Record<string, string | undefined> = {},
    browser = new Browser()
  ): Promise<Tokens> {
    const person = this.sandbox.people.find(({ account }) => account.startsWith(name))
    if (person === undefined) throw new Error(`Nobody is called ${name}.`)
    const callback = await browser.signIn(this.link(changes), person.account, person.password)
    return readTokens(await this.redeem(callback.searchParams.get('code') ?? ''))
  }

  /** Makes a V3 call as this app does, with other headers if given. */
  api(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(`${this.sandbox.host}/api/v3/${path}`, {
      headers: { 'x-authing-app-id': this.sandbox.appId, ...headers }
    })
  }

  /** Makes a V3 call that changes something. The body is sent as JSON. */
  send(
    path: string,
    accessToken: string,
    body?: unknown,
    method: 'POST' | 'PUT' | 'DELETE' = 'POST'
  ): Promise<Response> {
    return fetch(`${this.sandbox.host}/api/v3/${path}`, {
      method,
      headers: {
        'x-authing-app-id': this.sandbox.appId,
        'x-authing-lang': 'en-US',
        authorization: `Bearer ${accessToken}`,
        ...(body !== undefined && { 'content-type': 'application/json' })
      },
      ...(body !== undefined && { body: JSON.stringify(body) })
    })
  }

  /** Uploads a form, with the picture as `file`. */
  upload(form: FormData): Promise<Response> {
    const headers = { 'x-authing-app-id': this.sandbox.appId }
    return fetch(`${this.sandbox.host}/api/v2/upload`, { method: 'POST', headers, body: form })
  }

  /** Resolves with the newest code sent to a phone number (with its country code) or to an e-mail address. */
  async codeTo(target: string): Promise<string> {
    const outbox = await fetch(this.sandbox.outbox, { headers: { accept: 'application/json' } })
    const message = messages.parse(await outbox.json()).find(({ to }) => to === target)
    if (message === undefined) throw new Error(`No code went to ${target}.`)
    return message.code
  }
}

export async function readTokens(response: Response): Promise<Tokens> {
  return tokens.parse(await response.json())
}
