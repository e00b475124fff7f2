/** A browser without a screen. It follows redirects by hand, stores cookies and fills in the sandbox's forms. */
export class Browser {
  readonly #cookies = new Map<string, { path: string; pair: string }>()

  /**
   * Signs in through the pages of the tenant and allows the app, or denies it. A one-time link of the app is followed to
   * them. Resolves with the address to which the browser would be sent back, without opening it.
   *
   * @throws Error if the account or password is refused
   */
  async signIn(link: string | URL, account: string, password: string, options: { deny?: boolean } = {}): Promise<URL> {
    const request = await this.follow(new URL(link))
    const tenant = request.origin
    let response = await this.open(request)
    for (let step = 0; step < 20; step++) {
      const location = response.headers.get('location')
      if (location !== null) {
        const next = new URL(location, response.url)
        if (next.origin !== tenant) return next
        response = await this.open(next)
        continue
      }
      const page = await response.text()
      const action = response.ok && (actionOf(page, 'login') ?? actionOf(page, options.deny ? 'abort' : 'confirm'))
      if (!action) throw new Error(`No sign-in at ${response.url}: ${textOf(page)}`)
      const fields = action.endsWith('/login') ? { account, password } : {}
      response = await this.open(new URL(action, response.url), new URLSearchParams(fields))
    }
    throw new Error('The sign-in goes round in circles.')
  }

  /** Resolves with the authorization request behind a one-time link of the app. Any other address is returned as it is. */
  async follow(link: URL): Promise<URL> {
    if (!link.pathname.startsWith('/go/')) return link
    const { status, headers } = await this.open(link)
    const location = headers.get('location')
    if (location === null) throw new Error(`The one-time link answered with ${status}.`)
    return new URL(location)
  }

  /** Opens one address, or posts a form to it, without following redirects. */
  async open(url: URL, form?: URLSearchParams): Promise<Response> {
    const cookies = [...this.#cookies.values()].filter(({ path }) => url.pathname.startsWith(path))
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { accept: 'text/html', cookie: cookies.map(({ pair }) => pair).join('; ') },
      ...(form && { method: 'POST', body: form })
    })
    for (const cookie of response.headers.getSetCookie()) this.#keep(cookie)
    return response
  }

  #keep(cookie: string): void {
    const [pair = '', ...attributes] = cookie.split(/; */)
    const path = attributes.find((attribute) => /^path=/i.test(attribute))?.slice(5) ?? '/'
    const key = `${pair.split('=')[0] ?? ''} ${path}`
    if (pair.endsWith('=')) this.#cookies.delete(key)
    else this.#cookies.set(key, { path, pair })
  }
}

/** Signs in once in a new browser; see {@link Browser.signIn}. */
export function signInAs(link: string | URL, account: string, password: string, options: { deny?: boolean } = {}) {
  return new Browser().signIn(link, account, password, options)
}

function actionOf(page: string, name: 'login' | 'confirm' | 'abort'): string | undefined {
  return new RegExp(`<form[^>]* action="(/interaction/[^"]*/${name})"`).exec(page)?.[1]
}

function textOf(page: string): string {
  return page
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}
